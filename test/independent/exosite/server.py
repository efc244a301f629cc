"""An Exosite device provisioning server that shares nothing with the bundled simulators but the published states.

Sockets and threads, written from the specification alone. `--flaw` makes it wrong in a named way, `--variation` other and
still right, `--list` prints both lists as JSON. It prints one line with its addresses when it listens.
"""

import argparse
import base64
import gzip
import hashlib
import json
import os
import random
import re
import socket
import threading
import time
import unicodedata
from email.utils import formatdate
from urllib.parse import quote

from catalogue import FLAWS, VARIATIONS

WINDOW = 24 * 3600
REASONS = {
    200: 'OK', 201: 'Created', 204: 'No Content', 206: 'Partial Content', 400: 'Bad Request', 401: 'Unauthorized',
    403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 410: 'Gone', 411: 'Length Required',
    412: 'Precondition Failed', 415: 'Unsupported Media Type', 416: 'Range Not Satisfiable', 422: 'Unprocessable Entity',
    500: 'Internal Server Error', 501: 'Not Implemented',
}


class Refused(Exception):
    """An answer that is no success."""

    def __init__(self, status, text=''):
        super().__init__(text)
        self.status = status
        self.text = text


class Reply:
    """An answer: a status, header fields in order, and bytes."""

    def __init__(self, status, kind=None, body=b'', fields=()):
        self.status = status
        self.kind = kind
        self.body = body
        self.fields = list(fields)
        self.no_length = False


class Client:
    """A serial number of a model, and what became of it."""

    def __init__(self, sn):
        self.sn = sn
        self.state = 'unused'
        self.enabled_at = None
        self.key = None
        self.old_keys = []
        self.tries = 0
        self.burnt = False
        self.activations = 0
        self.enablings = 0
        self.in_flight = 0
        self.raced = False
        self.usable_at = 0


class Content:
    """A blob of a model."""

    def __init__(self, name, kind, meta, body, updated, members=None):
        self.name = name
        self.kind = kind
        self.meta = meta
        self.body = body
        self.updated = updated
        self.members = members
        self.served = 0


class Model:
    """A model of a vendor: its clients by serial number, its contents by id."""

    def __init__(self, vendor, name):
        self.vendor = vendor
        self.name = name
        self.clients = {}
        self.contents = {}
        self.shared_key = None


def decode(text, plus=True, percent=True, charset='utf-8'):
    raw = text.encode('latin-1')
    if plus:
        raw = raw.replace(b'+', b' ')
    if percent:
        raw = re.sub(rb'%([0-9A-Fa-f]{2})', lambda m: bytes([int(m.group(1), 16)]), raw)
    try:
        return raw.decode(charset)
    except UnicodeDecodeError:
        raise Refused(400, 'not UTF-8')


def pairs(text, **how):
    for part in text.split('&'):
        if part:
            name, _, value = part.partition('=')
            yield decode(name, **how), decode(value, **how)


def fields(text, **how):
    found = {}
    for name, value in pairs(text, **how):
        found.setdefault(name, value)
    return found


def bare_letters(text):
    return ''.join(c for c in unicodedata.normalize('NFD', text) if not unicodedata.combining(c))


class Provisioning:
    """The domain: vendors, models, clients, keys and contents."""

    def __init__(self, flaws, variations):
        self.flaws = flaws
        self.variations = variations
        self.lock = threading.RLock()
        self.ahead = 0
        self.models = {}
        self.keys = {}
        self.serials = 0
        self.cache = {}
        self.last_range = None
        self.pages = {}
        self.seen = {}
        self.last_key = None
        self.started = False

    def flaw(self, name):
        return name in self.flaws

    def varied(self, name):
        return name in self.variations

    def now(self):
        return time.time() + self.ahead

    # ---- the owner's side

    def model(self, vendor, name):
        return self.models.setdefault((vendor, name), Model(vendor, name))

    def add(self, model, prefix='Dev-'):
        self.serials += 1
        sn = '%s%s%04dx' % (prefix, 'q' if self.varied('other-data') else 'Z', self.serials)
        client = model.clients[sn] = Client(sn)
        return client

    def new_key(self):
        if self.varied('keys-alphanumeric'):
            letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
            return ''.join(letters[b % 62] for b in os.urandom(40))
        if self.varied('keys-upper-case'):
            return os.urandom(20).hex().upper()
        if self.flaw('key-from-the-second'):
            return hashlib.sha1(str(int(time.time())).encode()).hexdigest()
        if self.flaw('key-of-32-characters'):
            return os.urandom(16).hex()
        return os.urandom(20).hex()

    def enable(self, model, client):
        was = client.key
        if self.flaw('enabling-after-disabling-lost') and client.state == 'disabled':
            return
        client.enablings += 1
        if self.flaw('second-reenabling-lost') and client.enablings > 2:
            return
        if self.flaw('reenabling-revokes-the-model') and client.enablings > 1:
            for key in [k for k, (m, c) in self.keys.items() if m is model]:
                del self.keys[key]
        if client.key is not None:
            client.old_keys.append(client.key)
            if not self.flaw('old-key-works-after-reenabling') and not self.flaw('key-kept-at-reenabling'):
                self.keys.pop(client.key, None)
        client.state = 'enabled'
        if client.enabled_at is None or not self.flaw('window-never-renewed'):
            client.enabled_at = self.now()
        if self.varied('key-made-at-activation'):
            client.key = None
        elif self.flaw('key-kept-at-reenabling') and was is not None:
            client.key = was
        elif self.flaw('key-shared-by-model'):
            model.shared_key = model.shared_key or self.new_key()
            client.key = model.shared_key
        else:
            client.key = self.new_key()
        if self.flaw('key-works-before-activation'):
            self.keys[client.key] = (model, client)

    def disable(self, client):
        client.state = 'disabled'
        model = next(m for m in self.models.values() if m.clients.get(client.sn) is client)
        if self.flaw('disabling-revokes-the-model'):
            for key in [k for k, (m, c) in self.keys.items() if m is model and c is not client]:
                del self.keys[key]

    # ---- the device's side: activation

    def find(self, vendor, name, sn):
        model = self.models.get((vendor, name))
        if self.flaw('activates-under-any-vendor') and model is None:
            model = next((m for (v, n), m in self.models.items() if n == name and sn in m.clients), None)
        if self.flaw('activates-under-any-model') and (model is None or sn not in model.clients):
            model = next((m for (v, n), m in self.models.items() if v == vendor and sn in m.clients), model)
        if model is None and self.flaw('activates-vendor-ignoring-case'):
            model = next((m for (v, n), m in self.models.items() if n == name and v.lower() == vendor.lower()), None)
        if model is None and self.flaw('activates-model-ignoring-case'):
            model = next((m for (v, n), m in self.models.items() if v == vendor and n.lower() == name.lower()), None)
        if self.flaw('activates-without-vendor') and not vendor:
            model = next((m for (v, n), m in self.models.items() if n == name and sn in m.clients), None)
        if self.flaw('wrong-pair-spends-serial'):
            for other in self.models.values():
                if other is not model and sn in other.clients:
                    other.clients[sn].state = 'activated'
        if model is None:
            if self.flaw('unknown-model-is-server-error'):
                raise Refused(500)
            if self.flaw('unknown-model-is-conflict'):
                raise Refused(409)
            if self.varied('activate-bad-vendor-403') and not any(v == vendor for v, _ in self.models):
                raise Refused(403)
            raise Refused(403 if self.varied('activate-bad-pair-403') else 404)
        client = model.clients.get(sn)
        if client is None and self.flaw('activates-by-serial-prefix') and sn:
            client = next((c for s, c in model.clients.items() if s.startswith(sn) or sn.startswith(s)), None)
        if client is None and self.flaw('activates-ignoring-case-of-serial'):
            client = next((c for s, c in model.clients.items() if s.lower() == sn.lower()), None)
        if client is None and self.flaw('activates-ignoring-leading-zeros'):
            client = next((c for s, c in model.clients.items() if s.lstrip('0') == sn.lstrip('0')), None)
        if client is None and self.flaw('activates-trimmed-serial'):
            client = next((c for s, c in model.clients.items() if s == sn.strip()), None)
        if client is None and self.flaw('activates-without-serial') and not sn:
            client = next((c for c in model.clients.values() if c.state == 'enabled'), None)
        if client is None and self.flaw('activates-by-wildcard') and sn:
            like = re.compile(re.escape(sn).replace('%', '.*').replace('_', '.').replace('\\*', '.*'), re.S)
            client = next((c for s, c in reversed(model.clients.items()) if like.fullmatch(s)), None)
        if client is None and self.flaw('activates-ignoring-accents'):
            client = next((c for s, c in model.clients.items() if bare_letters(s) == bare_letters(sn)), None)
        if client is None and self.flaw('activates-cut-at-nul'):
            client = model.clients.get(sn.partition('\0')[0])
        if client is None:
            if self.flaw('not-found-creates-client') and sn:
                self.enable(model, model.clients.setdefault(sn, Client(sn)))
            if self.flaw('unknown-serial-is-200-with-text'):
                raise Refused(200, 'Unknown serial number')
            if self.flaw('unknown-serial-is-conflict'):
                raise Refused(409)
            raise Refused(400 if self.flaw('unknown-serial-is-bad-request') else 404)
        return model, client

    def activate(self, vendor, name, sn):
        both = self.flaw('activates-both-of-two-at-once')
        if self.flaw('race-kills-winner-key') or self.varied('race-refuses-both'):
            return self.race(vendor, name, sn)
        with self.lock:
            model, client = self.find(vendor, name, sn)
            self.check(model, client)
            if self.flaw('key-works-a-moment-later'):
                client.usable_at = time.time() + 0.15
            if not both:
                self.last_key = key = self.hand_out(model, client)
        if self.flaw('two-at-once-get-one-key'):
            time.sleep(0.02)
            return self.last_key
        if not both:
            return key
        time.sleep(0.03)
        with self.lock:
            return self.hand_out(model, client)

    def race(self, vendor, name, sn):
        """Waits a moment for a second activation of the same client, which costs both or the winner."""
        with self.lock:
            model, client = self.find(vendor, name, sn)
            client.in_flight += 1
            client.raced = client.raced or client.in_flight > 1
        time.sleep(0.02)
        with self.lock:
            try:
                if client.raced and self.varied('race-refuses-both'):
                    raise Refused(409)
                self.check(model, client)
                return self.hand_out(model, client)
            except Refused:
                if client.raced and self.flaw('race-kills-winner-key'):
                    self.keys.pop(client.key, None)
                raise
            finally:
                client.in_flight -= 1
                client.raced = client.raced and client.in_flight > 0

    def check(self, model, client):
        client.tries += 1
        if client.burnt:
            raise Refused(409)
        if client.state == 'activated':
            if self.flaw('activated-forgotten-after-window') and self.now() >= client.enabled_at + WINDOW:
                return
            if self.flaw('third-activation-succeeds'):
                client.state = 'enabled'
                raise Refused(409)
            if self.flaw('activates-twice-same-key') or self.flaw('activates-twice-new-key'):
                if self.flaw('activates-twice-new-key'):
                    client.key = self.new_key()
                return
            if self.flaw('key-lost-by-refused-activation'):
                self.keys.pop(client.key, None)
            if self.flaw('second-activation-is-not-found'):
                raise Refused(404)
            raise Refused(409, client.key if self.flaw('refused-activation-leaks-key') else '')
        if client.state == 'unused':
            if self.flaw('activates-never-enabled'):
                return self.enable(model, client)
            if self.flaw('conflict-enables'):
                self.enable(model, client)
            if self.flaw('conflict-burns-serial'):
                client.burnt = True
            raise Refused(404 if self.flaw('never-enabled-is-not-found') else 403 if self.flaw('never-enabled-is-forbidden') else 409)
        if client.state == 'disabled':
            if self.flaw('activates-disabled') or self.flaw('activates-disabled-if-activated-before') and client.activations:
                return
            client.burnt = self.flaw('refused-stays-refused-after-enabling')
            raise Refused(409)
        window = 3600 if self.flaw('window-of-one-hour') else self.window()
        if self.now() >= client.enabled_at + window and not self.flaw('activates-expired'):
            client.burnt = self.flaw('refused-stays-refused-after-enabling')
            if self.flaw('expired-refusal-reopens-window'):
                client.enabled_at = self.now()
            raise Refused(404 if self.flaw('expired-is-not-found') else 409)
        if self.flaw('activates-one-client-per-model') and any(c.state == 'activated' for c in model.clients.values()):
            raise Refused(409)
        if self.flaw('activates-on-second-try') and client.tries == 1:
            raise Refused(409)

    def window(self):
        return 2 * WINDOW if self.flaw('window-of-two-days') else WINDOW

    def hand_out(self, model, client):
        client.state = 'activated'
        client.activations += 1
        if client.key is None:
            client.key = self.new_key()
        if self.flaw('key-of-another-replaced'):
            for key in [k for k, (m, c) in self.keys.items() if m is model and c is not client]:
                del self.keys[key]
        if not self.flaw('key-does-not-work'):
            self.keys[client.key] = (model, client)
        if self.flaw('key-of-the-one-before'):
            before, self.handed = getattr(self, 'handed', client.key), client.key
            return before
        return client.key

    # ---- the device's side: download

    def caller(self, key):
        found = self.keys.get(key)
        if found is None and key and self.flaw('key-compared-by-prefix'):
            found = next((v for k, v in self.keys.items() if k[:20] == key[:20]), None)
        if found is None and key and self.flaw('key-compared-without-case'):
            found = next((v for k, v in self.keys.items() if k.lower() == key.lower()), None)
        if found is None and key and self.flaw('key-with-tail-accepted'):
            found = self.keys.get(key[:40])
        if self.flaw('used-key-cached'):
            found = self.seen.get(key, found)
            if found is not None and (key in self.seen or found[1].state == 'activated'):
                self.seen[key] = found
                return found
        if found is None:
            return None
        model, client = found
        if client.usable_at > time.time():
            return None
        if client.state != 'activated':
            kept = self.flaw('key-works-before-activation') or self.flaw('old-key-works-after-reenabling') or self.flaw('key-kept-at-reenabling')
            if not kept and not (self.varied('disabled-key-works') and client.state == 'disabled'):
                return None
        if self.flaw('key-lost-with-window') and client.enabled_at is not None and self.now() >= client.enabled_at + WINDOW:
            return None
        if self.flaw('key-works-once'):
            client.tries += 1
            if client.tries > 3:
                return None
        if self.flaw('key-wears-out') and self.models.get((model.vendor, model.name)) is model and not model.contents:
            client.uses = getattr(client, 'uses', 0) + 1
            if client.uses > 5:
                return None
        return found

    def authorise(self, what, key, vendor, name):
        """Gives the model and the client, or refuses as `what` (list, content, info) does."""
        found = self.caller(key)
        model = self.models.get((vendor, name))
        if self.flaw('content-pair-by-model-only') and what == 'content' and model is None:
            model = next((m for (v, n), m in self.models.items() if n == name), None)
        if self.flaw('info-pair-by-vendor-only') and what == 'info' and model is None and found is not None and found[0].vendor == vendor:
            model = found[0]
        if self.flaw('list-vendor-ignoring-case') and what == 'list' and model is None:
            model = next((m for (v, n), m in self.models.items() if n == name and v.lower() == vendor.lower()), None)
        if self.flaw('content-model-ignoring-case') and what == 'content' and model is None:
            model = next((m for (v, n), m in self.models.items() if v == vendor and n.lower() == name.lower()), None)
        if found is None and key == '' and self.flaw('empty-key-accepted') and model is not None:
            return model, None
        known_vendor = any(v == vendor for v, _ in self.models)
        if model is None and found is not None:
            if self.flaw('list-unknown-vendor-is-404') and what == 'list' and not known_vendor:
                raise Refused(404)
            if self.flaw('content-unknown-model-is-404') and what == 'content' and known_vendor:
                raise Refused(404)
            if self.flaw('info-unknown-model-is-403') and what == 'info' and known_vendor:
                raise Refused(403)
        if self.flaw('list-checks-vendor-only') and what == 'list' and model is None and any(v == vendor for v, _ in self.models):
            model = Model(vendor, name)
            if found is not None:
                return model, found[1]
        if self.flaw('list-checks-model-only') and what == 'list' and found is not None and found[0].name == name:
            model = found[0]
        if self.varied('pair-before-key') and model is None:
            self.bad_pair(what)
        if found is None:
            open_to_all = self.flaw(what + '-without-key') and not key or self.flaw(what + '-with-any-key') and key
            if open_to_all and model is not None:
                return model, None
            raise Refused(404 if self.flaw('missing-key-is-404') else 401)
        if model is None:
            self.bad_pair(what)
        if found[0] is not model and what == 'list' and self.flaw('list-of-other-model-is-empty'):
            raise Refused(200)
        if found[0] is not model and not self.flaw(what + '-with-key-of-other-model'):
            if self.varied('foreign-key-401'):
                raise Refused(401)
            if self.varied('foreign-key-404'):
                raise Refused(404)
            raise Refused(403 if what != 'info' or self.varied('info-foreign-403') else 400)
        return model, found[1]

    def bad_pair(self, what):
        if what == 'list' and self.flaw('list-bad-pair-is-empty'):
            raise Refused(200)
        usual = 400 if what == 'info' else 403
        for status in (400, 403, 404):
            if self.flaw('%s-bad-pair-is-%d' % (what, status)):
                raise Refused(status)
        raise Refused(usual)

    def content(self, what, model, client, name):
        content = model.contents.get(name)
        contents = list(model.contents.values())
        if content is None and self.flaw('content-id-ignoring-case'):
            content = next((c for c in contents if c.name.lower() == name.lower()), None)
        if content is None and self.flaw('content-id-by-prefix') and name:
            content = next((c for c in contents if c.name.startswith(name) or name.startswith(c.name)), None)
        if content is None and self.flaw('unknown-id-gives-newest') and contents:
            content = contents[-1]
        if self.flaw('info-of-first-content') and what == 'info' and contents:
            content = contents[0]
        if content is None and self.flaw('content-of-any-model'):
            content = next((m.contents[name] for m in self.models.values() if name in m.contents), None)
        if content is None:
            if self.varied('content-unknown-id-is-empty-200') and what == 'content':
                return Content(name, 'application/octet-stream', '', b'', int(self.now()))
            for status in (400, 403, 204, 410):
                if self.varied('unknown-id-%d' % status):
                    raise Refused(status)
            raise Refused(404)
        if self.flaw('empty-content-is-404') and not content.body:
            raise Refused(404)
        if content.members is not None:
            if self.flaw('protected-content-for-none') or self.flaw('protected-info-for-none') and what == 'info' or client is None or client.sn not in content.members:
                if not self.flaw('protected-%s-for-all' % what):
                    raise Refused(404 if self.varied('protected-404') else 401 if self.varied('protected-401') else 403)
        return content


class Api:
    """HTTP in, HTTP out: which request means what, and what an answer looks like."""

    def __init__(self, domain):
        self.domain = domain
        self.flaw = domain.flaw
        self.varied = domain.varied

    def answer(self, method, target, headers, body):
        path, _, query = target.partition('?')
        if path == '/_stage':
            return stage_reply(self.domain, method, body)
        if self.flaw('user-agent-demanded') and 'user-agent' not in headers:
            raise Refused(403)
        if self.varied('cold-start') and not self.domain.started:
            self.domain.started = True
            time.sleep(1)
        if self.varied('paths-lenient'):
            path = path.lower().rstrip('/')
        if method == 'OPTIONS' and self.varied('options-answered'):
            return Reply(200, None, b'', [('Allow', 'GET, HEAD, POST, OPTIONS')])
        if path == '/provision/activate':
            return self.activate(method, query, headers, body)
        if path == '/provision/download':
            return self.cached(method, query, headers, body)
        raise Refused(404)

    def cached(self, method, query, headers, body):
        """The download, behind a cache if there is one."""
        pages, refusals = self.domain.pages, self.flaw('cache-keeps-refusals')
        by = query if self.flaw('cache-ignores-range') else (query, headers.get('range'))
        if not refusals and not self.flaw('cache-ignores-key'):
            by = (by, headers.get('x-exosite-cik'))
            if not self.flaw('cache-ignores-range'):
                return self.download(method, query, headers, body)
        if by in pages:
            if isinstance(pages[by], Refused):
                raise pages[by]
            return pages[by]
        try:
            reply = self.download(method, query, headers, body)
            if not refusals:
                pages[by] = reply
            return reply
        except Refused as refused:
            if refusals:
                pages[by] = refused
            raise

    def wrong_verb(self):
        if self.varied('wrong-verb-403'):
            raise Refused(403)
        raise Refused(404 if self.varied('wrong-verb-404') else 501 if self.varied('wrong-verb-501') else 405)

    # ---- activation

    def activate(self, method, query, headers, body):
        text = body.decode('latin-1')
        if method == 'GET' and self.flaw('activates-on-get'):
            text = query
        elif method != 'POST' and not (method == 'PUT' and self.flaw('put-activates')):
            self.wrong_verb()
        else:
            kind = headers.get('content-type', '')
            plain = kind.partition(';')[0].strip().lower()
            if self.flaw('form-exact-content-type') and kind != 'application/x-www-form-urlencoded; charset=utf-8':
                raise Refused(415)
            if plain != 'application/x-www-form-urlencoded' and not self.varied('any-content-type'):
                raise Refused(400 if self.varied('wrong-type-400') else 415)
            if 'content-length' not in headers and ('transfer-encoding' not in headers or self.varied('chunked-request-411')):
                raise Refused(411)
            if query and self.varied('fields-of-the-query-count'):
                text += '&' + query
        if self.flaw('empty-token-header-refused') and headers.get('x-exosite-token') == '':
            raise Refused(401)
        if self.flaw('empty-key-header-refused') and headers.get('x-exosite-cik') == '':
            raise Refused(401)
        if self.flaw('server-error-on-odd-form') and ('%' in text and not re.search('%[0-9A-Fa-f]{2}', text) or '=' not in text):
            raise Refused(500)
        form = self.form(text)
        spared = {n for n, field in (('sn', 'serial'), ('vendor', 'vendor')) if self.flaw('activates-without-' + field)}
        for name in spared:
            form.setdefault(name, '')
        long = len(form.get('sn') or '') > 255 and self.flaw('server-error-on-long-serial')
        astral = any(ord(c) > 0xffff for c in form.get('sn') or '') and self.flaw('server-error-on-emoji')
        if long or astral or '\0' in (form.get('sn') or '') and self.flaw('server-error-on-nul'):
            raise Refused(500)
        for name in ('vendor', 'model', 'sn'):
            if not form.get(name) and name not in spared:
                raise Refused(next((s for s in (404, 409, 422) if self.varied('missing-field-%d' % s)), 400))
        try:
            key = self.domain.activate(form['vendor'], form['model'], form['sn'])
        except Refused as refusal:
            if refusal.status == 200:
                return Reply(200, 'text/plain; charset=utf-8', refusal.text.encode())
            raise
        return self.key_reply(key)

    def form(self, text):
        if self.flaw('form-in-order-only'):
            match = re.match('vendor=([^&]*)&model=([^&]*)&sn=([^&]*)', text)
            return dict(zip(('vendor', 'model', 'sn'), map(decode, match.groups()))) if match else {}
        how = {}
        if self.flaw('form-plus-stays'):
            how['plus'] = False
        if self.flaw('form-percent-stays'):
            how['percent'] = False
        if self.flaw('form-latin-1'):
            how['charset'] = 'latin-1'
        if self.flaw('form-lower-case-hex-stays'):
            text = re.sub('%(?=[0-9A-F]?[a-f]|[a-f])', '%25', text)
        if self.flaw('form-split-after-decoding'):
            how = {'plus': False, 'percent': False}
            text = decode(text).encode().decode('latin-1')
        form = fields(text, **how)
        if self.varied('repeated-field-last'):
            form = dict(pairs(text))
        if self.flaw('form-decoded-twice'):
            form = {k: decode(v.encode('utf-8').decode('latin-1'), plus=False) for k, v in form.items()}
        if self.flaw('form-no-extra-fields') and set(form) - {'vendor', 'model', 'sn'}:
            raise Refused(400)
        return form

    def key_reply(self, key):
        kind, body, status, extra = 'text/plain; charset=utf-8', key, 200, []
        if self.flaw('key-with-newline'):
            body += '\n'
        if self.flaw('key-in-json'):
            body = json.dumps({'cik': key})
        if self.flaw('key-in-quotes'):
            body = '"%s"' % key
        if self.flaw('key-labelled'):
            body = 'cik=' + key
        if self.flaw('key-type-html'):
            kind = 'text/html; charset=utf-8'
        if self.flaw('key-type-missing'):
            kind = None
        if self.flaw('key-charset-latin'):
            kind = 'text/plain; charset=iso-8859-1'
        if self.flaw('key-with-bom'):
            body = '\ufeff' + body
        if self.flaw('key-nul-terminated'):
            body += '\0'
        if self.flaw('activation-is-201'):
            status = 201
        if self.flaw('activation-is-204-key-in-header'):
            status, body, kind, extra = 204, '', None, [('X-Exosite-CIK', key)]
        return Reply(status, kind, body.encode(), extra)

    # ---- download

    def download(self, method, query, headers, body):
        if method == 'HEAD' and self.varied('head-answered'):
            pass
        elif method == 'POST' and self.flaw('download-by-post'):
            query = query or body.decode('latin-1')
        elif method == 'DELETE' and self.flaw('delete-removes-content'):
            pass
        elif method != 'GET':
            self.wrong_verb()
        if self.flaw('get-needs-no-length') and 'content-length' in headers:
            raise Refused(400)
        if self.flaw('get-demands-length') and 'content-length' not in headers:
            raise Refused(411)
        if self.flaw('query-in-order-only') and not re.match('vendor=[^&]*&model=[^&]*(&id=[^&]*(&info=true)?)?$', query):
            raise Refused(400)
        if self.flaw('server-error-on-bad-query') and re.search('%(?![0-9A-Fa-f]{2})|%[fF]', query):
            raise Refused(500)
        asked = fields(query, plus=not self.flaw('query-percent-stays'), percent=not self.flaw('query-percent-stays'))
        vendor, model, name = asked.get('vendor'), asked.get('model'), asked.get('id')
        key = headers.get('x-exosite-cik', None if self.flaw('empty-key-accepted') else '')
        if self.varied('key-as-token-too'):
            key = key or headers.get('x-exosite-token', '')
        if self.flaw('server-error-on-key-beyond-ascii') and key and not key.isascii():
            raise Refused(500)
        if not vendor or not model:
            raise Refused(403 if self.varied('missing-pair-403') else 404 if self.varied('missing-pair-404') else 400)
        if name == '' and self.varied('empty-id-is-list'):
            name = None
        info = asked.get('info') == 'true' or self.varied('info-values') and asked.get('info') in ('1', 'yes', 'True')
        if self.varied('info-of-any-value'):
            info = 'info' in asked
        if self.flaw('info-by-order-of-parameters'):
            info = query.endswith('&info=true')
        with self.domain.lock:
            if name is None:
                found, client = self.domain.authorise('list', key, vendor, model)
                reply = self.list_reply(found, client)
                if self.flaw('list-cached-by-vendor'):
                    reply = self.domain.cache.setdefault(('list', vendor), reply)
                return self.sliced(reply, headers.get('range'))
            what = 'info' if info else 'content'
            if info and self.flaw('info-gives-content'):
                info = False
            asks_range = 'range' in headers and not info
            unkeyed = asks_range and not key and self.flaw('range-without-key') or key and asks_range and self.flaw('range-with-any-key')
            if unkeyed and (vendor, model) in self.domain.models:
                found, client = self.domain.models[(vendor, model)], None
            else:
                found, client = self.domain.authorise(what, key, vendor, model)
            if info and self.flaw('empty-content-has-no-info') and name in found.contents and not found.contents[name].body:
                raise Refused(404)
            if asks_range and self.flaw('protected-range-for-none') and name in found.contents and found.contents[name].members is not None:
                raise Refused(403)
            content = self.domain.content('range' if asks_range and self.flaw('protected-range-for-all') else what, found, client, name)
            if method == 'DELETE':
                found.contents.pop(name, None)
                return Reply(204)
            if info:
                return self.sliced(self.info_reply(content), headers.get('range'))
            return self.content_reply(content, headers.get('range'))

    def sliced(self, reply, wanted):
        """A list or an info line, of which ranges may be asked too."""
        part = self.part(wanted, len(reply.body)) if self.varied('ranges-everywhere') and reply.status == 200 else None
        if not isinstance(part, tuple):
            return reply
        first, last = part
        position = [('Content-Range', 'bytes %d-%d/%d' % (first, last, len(reply.body)))]
        return Reply(206, reply.kind, reply.body[first:last + 1], position)

    def list_reply(self, model, client):
        domain = self.domain
        contents = list(model.contents.values())
        if self.varied('list-shuffled'):
            random.shuffle(contents)
        if self.flaw('list-drops-downloaded'):
            contents = [c for c in contents if not c.served]
        if self.flaw('list-of-all-models'):
            contents = [c for m in domain.models.values() if m.vendor == model.vendor for c in m.contents.values()]
        if self.varied('list-hides-protected'):
            contents = [c for c in contents if c.members is None or client is not None and client.sn in c.members]
        if self.varied('list-reversed'):
            contents.reverse()
        if self.flaw('list-without-empty-content'):
            contents = [c for c in contents if c.body]
        if self.flaw('list-without-last'):
            contents = contents[:-1]
        if self.flaw('list-of-first-four'):
            contents = contents[:4]
        lines = [c.name for c in contents]
        if not lines and self.varied('list-empty-204'):
            return Reply(204)
        if not lines and self.flaw('list-of-none-is-404'):
            raise Refused(404)
        if not lines and self.flaw('list-of-none-is-comment'):
            lines = ['none']
        if self.flaw('list-doubles-first') and lines:
            lines.insert(0, lines[0])
        if self.flaw('list-ids-lower-case'):
            lines = [line.lower() for line in lines]
        if self.varied('list-ids-quoted'):
            lines = ['"%s"' % line for line in lines]
        if self.flaw('list-ids-percent-encoded'):
            lines = [quote(line) for line in lines]
        if self.flaw('list-ids-with-model'):
            lines = ['%s/%s' % (model.name, line) for line in lines]
        if self.flaw('list-with-info'):
            lines = ['%s,%s,%d' % (c.name, c.kind, len(c.body)) for c in contents]
        if self.flaw('list-with-heading'):
            lines.insert(0, 'id')
        newline = '\r\n' if self.varied('list-crlf') or self.varied('list-crlf-between') else '\n'
        if self.flaw('list-cr-only'):
            newline = '\r'
        text = (',' if self.flaw('list-on-one-line') else newline).join(lines)
        if lines and (self.varied('list-ends-with-newline') or self.varied('list-crlf')):
            text += newline
        if not lines and self.varied('empty-list-newline'):
            text = '\n'
        if self.flaw('list-with-bom'):
            text = '\ufeff' + text
        kind = 'text/csv; charset=utf-8'
        if self.flaw('empty-list-without-type') and not lines:
            kind = None
        if self.flaw('list-type-plain'):
            kind = 'text/plain; charset=utf-8'
        if self.flaw('list-type-json'):
            kind, text = 'application/json', json.dumps(lines)
        return Reply(200, kind, text.encode())

    def info_reply(self, content):
        meta, size, updated, kind = content.meta, len(content.body), str(content.updated), content.kind
        if self.varied('meta-percent-encoded'):
            meta = ''.join(c if c.isalnum() else '%%%02X' % ord(c) for c in meta)
        if self.flaw('info-meta-cut-at-comma'):
            meta = meta.partition(',')[0]
        if self.varied('info-meta-quoted') and meta:
            meta = '"%s"' % meta
        if self.flaw('info-meta-lower-case'):
            meta = meta.lower()
        if self.flaw('info-meta-of-empty-is-null') and not meta:
            meta = 'null'
        if self.flaw('info-size-in-characters'):
            size = len(content.body.decode('utf-8', 'ignore'))
        if self.flaw('info-size-of-base64'):
            size = len(base64.b64encode(content.body))
        if self.flaw('info-time-in-milliseconds'):
            updated += '000'
        if self.flaw('info-time-is-iso'):
            updated = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(content.updated))
        if self.flaw('info-time-is-now'):
            updated = str(int(self.domain.now()))
        if self.flaw('info-type-generic'):
            kind = 'application/octet-stream'
        if self.flaw('info-time-in-local-zone'):
            updated = str(content.updated + 7200)
        if self.flaw('info-time-with-fraction'):
            updated += '.0'
        if self.flaw('info-size-with-separators'):
            size = format(size, ',d')
        if self.flaw('info-size-humanised') and size >= 1024:
            size = '%.1fK' % (size / 1024)
        if self.flaw('info-size-of-16-bits'):
            size &= 0xffff
        if self.flaw('info-size-known-after-download') and not content.served:
            size = 0
        columns = [kind, str(size), updated, meta]
        if self.varied('info-all-quoted'):
            columns = ['"%s"' % c for c in columns]
        if self.flaw('info-order-swapped'):
            columns[1], columns[2] = columns[2], columns[1]
        if self.flaw('info-without-meta-column') and not meta:
            columns.pop()
        if self.flaw('info-fifth-column'):
            columns.append('false')
        if self.flaw('info-with-id-first'):
            columns.insert(0, content.name)
        line = (', ' if self.flaw('info-spaces-after-commas') else ';' if self.flaw('info-semicolons') else ',').join(columns)
        if self.flaw('info-with-bom'):
            line = '\ufeff' + line
        if self.flaw('info-with-heading'):
            line = 'type,size,updated,meta\n' + line
        if self.varied('info-ends-with-newline'):
            line += '\n'
        if self.varied('info-ends-with-crlf'):
            line += '\r\n'
        if self.flaw('info-as-json'):
            return Reply(200, 'application/json', json.dumps({'type': kind, 'size': size, 'meta': meta}).encode())
        return Reply(200, 'text/plain; charset=utf-8' if self.flaw('info-type-plain') else 'text/csv; charset=utf-8', line.encode())

    def content_reply(self, content, wanted):
        domain, body = self.domain, content.body
        content.served += 1
        if self.flaw('content-served-once') and content.served > 1 and wanted is None:
            raise Refused(404)
        if self.flaw('info-time-touched-by-download'):
            content.updated = int(domain.now())
        if self.flaw('content-cached-by-id'):
            body = domain.cache.setdefault(content.name, body)
        if self.flaw('content-as-text'):
            body = body.decode('utf-8', 'replace').encode()
        if self.flaw('content-lines-converted'):
            body = body.replace(b'\r\n', b'\n')
        if self.flaw('content-cut-at-nul'):
            body = body.partition(b'\0')[0]
        if self.flaw('content-newline-added'):
            body += b'\n'
        if self.flaw('content-base64'):
            body = base64.b64encode(body)
        if self.flaw('content-cut-at-64k'):
            body = body[:65535]
        kind = content.kind
        if self.flaw('content-latin-recoded') and 'iso-8859-1' in kind:
            body, kind = body.decode('latin-1').encode(), kind.replace('iso-8859-1', 'utf-8')
        if self.flaw('content-bom-stripped') and body.startswith(b'\xef\xbb\xbf'):
            body = body[3:]
        if self.flaw('content-of-whole-blocks-loses-one') and body and len(body) % 1024 == 0:
            body = body[:-1024]
        if self.flaw('content-type-parameters-dropped'):
            kind = kind.partition(';')[0]
        if self.varied('content-type-normalised'):
            kind = kind.replace('; ', ';')
        if self.flaw('content-type-by-extension'):
            kinds = {'bin': 'application/octet-stream', 'TXT': 'text/plain', 'lua': 'text/x-lua'}
            kind = kinds.get(content.name.rpartition('.')[2], 'application/octet-stream')
        if self.flaw('empty-content-without-type') and not body:
            kind = None
        if self.flaw('content-type-fixed'):
            kind = 'application/octet-stream'
        if self.flaw('content-type-charset-added'):
            kind += '; charset=utf-8'
        if self.varied('empty-content-is-204') and not body:
            return Reply(204)
        accept = [('Accept-Ranges', 'bytes')] if self.varied('accept-ranges-always') else []
        if self.varied('accept-ranges-twice'):
            accept = [('Accept-Ranges', 'bytes'), ('Accept-Ranges', 'bytes')]
        if self.flaw('range-remembered'):
            wanted = domain.last_range = wanted or domain.last_range
        if self.flaw('range-on-text-ignored') and kind and kind.startswith('text/'):
            wanted = None
        if wanted is not None:
            refusal = self.odd_range(wanted)
            if refusal is not None:
                raise refusal
        units = len(body)
        if self.flaw('range-counts-characters') and kind and kind.startswith('text/'):
            units = len(body.decode('utf-8', 'replace'))
        part = self.part(wanted, units)
        if part == 'none' and self.flaw('unsatisfiable-range-is-500'):
            raise Refused(500)
        if part == 'none' and self.varied('unsatisfiable-400'):
            raise Refused(400)
        if part == 'none':
            if self.varied('unsatisfiable-206-empty'):
                return Reply(206, kind, b'', accept)
            if not self.varied('unsatisfiable-200'):
                return Reply(416, None, b'', [('Content-Range', 'bytes */%d' % len(body))] + accept)
            part = None
        if part == 'many':
            if self.varied('multiple-ranges-416'):
                return Reply(416, None, b'', accept)
            part = None
            if self.varied('multiple-ranges-400'):
                raise Refused(400)
            if self.varied('multiple-ranges-first'):
                found = self.part(wanted.partition(',')[0], len(body))
                part = found if isinstance(found, tuple) else None
            if self.varied('multipart-ranges'):
                return self.multipart(wanted, kind, body)
        if part is None:
            if self.flaw('content-full-is-206'):
                return Reply(206, kind, body, [('Content-Range', 'bytes 0-%d/%d' % (len(body) - 1, len(body)))])
            if self.flaw('content-range-of-whole-beyond') and body:
                accept = accept + [('Content-Range', 'bytes 0-%d/%d' % (len(body), len(body)))]
            if self.varied('content-range-on-whole') and body:
                accept = accept + [('Content-Range', 'bytes 0-%d/%d' % (len(body) - 1, len(body)))]
            reply = Reply(200, kind, body, accept)
            if self.flaw('content-gzipped'):
                reply.body = gzip.compress(body)
                reply.fields.append(('Content-Encoding', 'gzip'))
            return reply
        first, last = part
        if first == 0 and last >= len(body) - 1 and self.varied('whole-range-200'):
            return Reply(200, kind, body, accept)
        if self.flaw('content-type-of-range-fixed'):
            kind = 'application/octet-stream'
        if not self.varied('accept-ranges-never') and not accept:
            accept = [('Accept-Ranges', 'bytes')]
        chunk = body[first:last + 1]
        if units != len(body):
            chunk = body.decode('utf-8', 'replace')[first:last + 1].encode()
        if self.flaw('range-cut-at-buffer'):
            chunk = chunk[:4096]
        asked = re.fullmatch(r'bytes=(\d+)-(\d+)', wanted or '')
        if asked and self.flaw('range-end-beyond-padded') and int(asked[2]) < len(body) + 1000:
            chunk += b'\0' * (int(asked[2]) - last)
        if self.flaw('single-range-is-multipart'):
            return self.multipart(wanted + ',', kind, body)
        reply = Reply(200 if self.flaw('range-is-200') else 206, kind, chunk, accept + self.content_range(wanted, first, last, len(body)))
        if self.flaw('content-length-of-range-is-total'):
            reply.body = chunk
            reply.total = len(body)
        return reply

    def content_range(self, wanted, first, last, total):
        if self.flaw('range-header-missing'):
            return []
        value = 'bytes %d-%d/%d' % (first, last, total)
        if self.flaw('range-header-end-beyond') and re.fullmatch(r'bytes=\d+-\d+', wanted):
            value = 'bytes %s/%d' % (wanted[6:], total)
        suffix = re.fullmatch(r'bytes=-(\d+)', wanted)
        if self.flaw('range-long-suffix-negative') and suffix and int(suffix[1]) > total:
            value = 'bytes %d-%d/%d' % (total - int(suffix[1]), last, total)
        if self.flaw('range-header-total-is-part'):
            value = 'bytes %d-%d/%d' % (first, last, last - first + 1)
        if self.flaw('range-header-exclusive-end'):
            value = 'bytes %d-%d/%d' % (first, last + 1, total)
        if self.flaw('range-header-equals-sign'):
            value = value.replace(' ', '=', 1)
        if self.flaw('range-header-suffix-wrong') and wanted.startswith('bytes=-'):
            value = 'bytes 0-%d/%d' % (last - first, total)
        if self.flaw('range-header-total-unknown'):
            value = 'bytes %d-%d/*' % (first, last)
        return [('Content-Range', value)]

    def odd_range(self, wanted):
        """A refusal of what is no range-specifier, if there is one."""
        if re.fullmatch(r'bytes=\s*\d*-\d*(\s*,\s*\d*-\d*)*\s*', wanted) and wanted != 'bytes=-':
            return None
        for status in (400, 416):
            if self.varied('malformed-range-%d' % status):
                return Refused(status)
        return Refused(500) if self.flaw('range-of-nothing-is-500') else None

    def part(self, wanted, total):
        """None for the whole, 'none' if unsatisfiable, 'many' for several, or the first and last position."""
        if wanted is None or self.flaw('range-ignored'):
            return None
        if re.fullmatch(r'bytes=\s*\d*-\d*(\s*,\s*\d*-\d*)+', wanted):
            return 'many'
        match = re.fullmatch(r'bytes=\s*(\d*)-(\d*)\s*', wanted)
        if match is None or match.groups() == ('', ''):
            return None
        if self.flaw('range-beyond-64k-ignored') and match[1] and int(match[1]) >= 65536:
            return None
        if self.flaw('range-compared-as-text') and match[1] > match[2] != '':
            return None
        x, y = (int(g) if g else None for g in match.groups())
        if self.flaw('range-wraps-at-32-bits'):
            x, y = (None if n is None else n & 0xffffffff for n in (x, y))
        if self.flaw('range-of-one-byte-refused') and x is not None and x == y:
            return 'none'
        if self.flaw('range-zero-start-is-suffix') and not x and y is not None:
            x = None
        if x is None:
            if self.flaw('range-suffix-ignored'):
                return None
            if y == 0 or total == 0:
                return 'none'
            if self.flaw('range-suffix-from-start'):
                return 0, min(y, total) - 1
            first = max(0, total - y + (1 if self.flaw('range-suffix-one-short') else 0))
            if self.flaw('range-suffix-skips'):
                return min(y, total - 1), total - 1
            return min(first, total - 1), total - 1
        if y is None:
            if self.flaw('range-open-ignored'):
                return None
            y = total - 1
            if self.flaw('range-open-one-short'):
                y = total - 2
            if self.flaw('range-open-is-one-byte'):
                y = x
            if self.flaw('range-open-limited'):
                y = min(y, x + 1023)
        elif y < x:
            return None
        elif self.flaw('range-first-byte-is-all') and y == 0:
            return None
        elif self.flaw('range-end-exclusive'):
            y = max(x, y - 1)
        elif self.flaw('range-second-is-count'):
            y = x + y - 1
        if self.flaw('range-one-based'):
            x, y = max(0, x - 1), max(0, y - 1)
        if x >= total:
            return 'none'
        limit = total - 1
        if self.flaw('range-last-byte-missing') and total > 1:
            limit = max(x, total - 2)
        return x, min(y, limit)

    def multipart(self, wanted, kind, body):
        parts = b''
        for piece in filter(None, wanted.partition('=')[2].split(',')):
            found = self.part('bytes=' + piece.strip(), len(body))
            if isinstance(found, tuple):
                head = '--cut\r\nContent-Type: %s\r\nContent-Range: bytes %d-%d/%d\r\n\r\n' % (kind, *found, len(body))
                parts += head.encode() + body[found[0]:found[1] + 1] + b'\r\n'
        return Reply(206, 'multipart/byteranges; boundary=cut', parts + b'--cut--\r\n')

    # ---- the answer's bytes

    def refusal(self, refused):
        line = 'HTTP/1.1 %d %s\r\n' % (refused.status, REASONS[refused.status])
        kind, text = 'text/plain; charset=utf-8', refused.text or REASONS[refused.status].lower()
        if refused.status in (200, 204):
            return Reply(refused.status, 'text/csv; charset=utf-8' if refused.status == 200 else None, b'')
        if self.varied('errors-empty'):
            text = ''
        if self.varied('errors-status-line'):
            text = line
        if self.varied('errors-html'):
            kind, text = 'text/html', '<!doctype html><title>No</title><h1>%s</h1>' % line.strip()
        if self.varied('errors-json-with-key-words'):
            kind, text = 'application/json', json.dumps({'cik': None, 'error': {'code': refused.status}})
        if self.varied('errors-long'):
            kind, text = 'text/html; charset=utf-8', '<!-- %s -->\n' % line.strip() + '<p>at com.example.Provisioning(Unknown Source)</p>\n' * 400
        if self.varied('errors-problem-xml'):
            kind, text = 'application/problem+xml', '<problem xmlns="urn:ietf:rfc:7807"><status>%d</status></problem>' % refused.status
        status = 200 if self.flaw('errors-are-200') else refused.status
        challenge = [('WWW-Authenticate', 'CIK realm="One Platform"')] if self.varied('challenge-sent') and status == 401 else []
        return Reply(status, kind if text else None, text.encode(), challenge)

    def opening(self, keep):
        """The header fields that have nothing to do with the answer."""
        date = ('Date', formatdate(usegmt=True))
        close = ('Connection', 'close')
        if self.varied('heads-of-go'):
            return [date] if keep else [date, close]
        if self.varied('heads-of-express'):
            return [('X-Powered-By', 'Express'), date, *([('Connection', 'keep-alive'), ('Keep-Alive', 'timeout=5')] if keep else [close])]
        head = [date, ('Server', 'provisioner/0.3'), ('Connection', 'Keep-Alive') if keep else close]
        if self.flaw('date-absent'):
            head = head[1:]
        if self.varied('heads-of-a-gateway'):
            head += [('Via', '1.1 edge.example (gw)'), ('X-Cache', 'Miss'), ('Age', '0'), ('X-Amz-Cf-Pop', 'FRA2'), ('Strict-Transport-Security', 'max-age=1')]
        if self.varied('heads-of-a-file-server'):
            head += [('Last-Modified', 'Wed, 21 Oct 2015 07:28:00 GMT'), ('ETag', 'W/"5-1"'), ('Vary', 'X-Exosite-CIK'), ('Cache-Control', 'private, max-age=0'), ('Content-Disposition', 'attachment; filename="x"'), ('X-Content-Type-Options', 'nosniff')]
        return head

    def bytes_of(self, reply, keep, method, connection):
        body = reply.body
        if reply.kind and self.varied('charset-spelt-otherwise'):
            reply.kind = re.sub('; charset=utf-8', ';charset=UTF-8', reply.kind)
        head = self.opening(keep)
        error = reply.status >= 400
        long = self.flaw('large-content-chunked') and len(body) > 2048
        chunked = (long or self.flaw('chunked-success') and not error or self.varied('errors-chunked') and error) and connection != 'stage'
        bare = reply.status == 204
        if self.flaw('content-length-missing') and reply.status in (200, 206) and connection != 'stage':
            head = [(n, 'close' if n == 'Connection' else v) for n, v in head]
            bare = True
        if chunked and not bare:
            head.append(('Transfer-Encoding', 'chunked'))
        elif not bare:
            length = getattr(reply, 'total', len(body))
            if self.flaw('length-counts-characters') and reply.kind and reply.kind.startswith('text/csv'):
                length = len(body.decode())
                body = body[:length]
            if self.flaw('conflict-never-ends') and reply.status == 409:
                length += 1
            name = 'content-length' if self.flaw('length-spelt-otherwise') else 'Content-Length'
            head.append((name, '%s%d' % ('00' if self.varied('lengths-with-zeros') else '', length)))
        if reply.kind:
            head.append(('Content-Type', reply.kind))
        head += reply.fields
        if self.varied('headers-extra'):
            head += [('X-Request-Id', os.urandom(4).hex()), ('Cache-Control', 'no-store'), ('Set-Cookie', 'a=b'), ('Set-Cookie', 'c=d'), ('ETag', '"1"'), ('X-Empty', '')]
        if self.varied('headers-reordered'):
            head.reverse()
        if self.varied('headers-spelt-otherwise'):
            head = [(n if n == 'Content-Length' else n.lower(), v) for n, v in head]
        if self.varied('heads-with-white-space'):
            head = [(n, v if n == 'Content-Length' else ' \t' + v + '  ') for n, v in head]
        version = '1.0' if self.varied('http-10-close') else '1.1'
        reason = REASONS.get(reply.status, 'Unknown')
        if self.flaw('partial-reason-is-ok') and reply.status == 206:
            reason = 'OK'
        if self.flaw('reasons-absent') and connection != 'stage':
            reason = ''
        text = 'HTTP/%s %d %s\r\n' % (version, reply.status, reason)
        if self.varied('early-hints') and connection != 'stage' and method == 'GET':
            text = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n' + text
        text += ''.join('%s: %s\r\n' % field for field in head) + '\r\n'
        if method == 'HEAD':
            return text.encode('latin-1')
        if chunked and not bare:
            half = max(1, len(body) // 2)
            pieces = [body[:half], body[half:]]
            body = b''.join(b'%x\r\n%s\r\n' % (len(p), p) for p in pieces if p) + b'0\r\n\r\n'
        return text.encode('latin-1') + body


def read_request(stream, api):
    """One request, or None at the end of the connection."""
    line = stream.readline(65537)
    while line in (b'\r\n', b'\n'):
        if api.flaw('stray-bytes-break-connection'):
            raise Refused(400, 'garbage between requests')
        line = stream.readline(65537)
    if not line.endswith(b'\n'):
        return None
    words = line.decode('latin-1').split()
    if len(words) != 3 or not words[2].startswith('HTTP/1.'):
        raise Refused(400, 'no request line')
    headers, names = {}, set()
    while True:
        line = stream.readline(65537)
        if line in (b'\r\n', b'\n'):
            break
        name, colon, value = line.decode('latin-1').partition(':')
        if not colon or not name.strip() or len(headers) > 100:
            raise Refused(400, 'no header field')
        headers[name.lower()] = value.strip()
        names.add(name)
    if api.flaw('key-header-by-exact-case') and 'X-Exosite-CIK' not in names:
        headers.pop('x-exosite-cik', None)
    if api.flaw('range-unit-by-exact-header-case') and 'Range' not in names:
        headers.pop('range', None)
    return words, headers


def read_body(stream, headers):
    if headers.get('transfer-encoding', '').lower() == 'chunked':
        body = b''
        while True:
            size = int(stream.readline(1024).partition(b';')[0], 16)
            body += stream.read(size)
            stream.readline(1024)
            if size == 0:
                return body
            if len(body) > 1 << 20:
                raise Refused(400, 'too long')
    length = headers.get('content-length', '0')
    if not length.isdigit() or int(length) > 1 << 20:
        raise Refused(400, 'no length')
    return stream.read(int(length))


def waiting(connection, stream):
    """What has arrived and was not read yet."""
    connection.setblocking(False)
    try:
        return stream.peek(1) or b''
    finally:
        connection.setblocking(True)


def serve(connection, api):
    stream = connection.makefile('rb')
    served = 0
    try:
        while True:
            method, keep, where = 'GET', False, 'device'
            try:
                found = read_request(stream, api)
                if found is None:
                    return
                (method, target, version), headers = found
                if headers.get('expect', '').lower() == '100-continue' or api.varied('continue-sent') and method == 'POST' and version == 'HTTP/1.1':
                    connection.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')
                device = not target.startswith('/_stage')
                if device and api.flaw('body-of-second-packet-lost') and method == 'POST' and not waiting(connection, stream):
                    raise Refused(400, 'no body')
                body = read_body(stream, headers)
                if device and api.flaw('stray-bytes-join-serial') and method == 'POST':
                    time.sleep(0.005)
                    body += b'\r\n' if waiting(connection, stream).startswith(b'\r\n') else b''
                wishes = headers.get('connection', '').lower()
                keep = 'close' not in wishes and (version == 'HTTP/1.1' or 'keep-alive' in wishes)
                served += 1
                if api.varied('closes-connections') or api.varied('http-10-close') or api.varied('closes-every-fifth') and served == 5:
                    keep = False
                where = 'stage' if target.startswith('/_stage') else 'device'
                reply = api.answer(method, target, headers, body)
            except Refused as refused:
                reply = api.refusal(refused)
            except (ValueError, UnicodeError) as error:
                reply, keep = api.refusal(Refused(400, str(error)[:100])), False
            if api.varied('slow') and where == 'device':
                time.sleep(0.02)
            if api.flaw('content-length-missing') or api.varied('errors-close') and reply.status >= 400:
                keep = False
            data = api.bytes_of(reply, keep, method, where)
            if api.varied('dribbles') and len(data) < 2000:
                for at in range(0, len(data), 29):
                    connection.sendall(data[at:at + 29])
                    time.sleep(0.0005)
            else:
                connection.sendall(data)
            if not keep or api.varied('closes-silently') and where == 'device':
                return
    except OSError:
        pass
    finally:
        for close in (lambda: connection.shutdown(socket.SHUT_WR), stream.close, connection.close):
            try:
                close()
            except OSError:
                pass


# ---- the stage

class Stage:
    """Brings the domain into the states that scenarios ask for."""

    def __init__(self, domain):
        self.domain = domain
        other = domain.varied('other-data')
        self.vendor = 'Ünited Gadgets & Söhne' if other else 'northwind'
        self.prefix = 'line ' if other else 'mk'
        self.counter = 0
        self.shared = {}
        domain.model('southwind', 'anemometer').contents['readme'] = Content('readme', 'text/plain', '', b'hello', 1400000000)

    def model(self, fresh=False):
        if fresh:
            self.counter += 1
        return self.domain.model(self.vendor, '%s-Sensor%s' % (self.prefix, '-%d' % self.counter if fresh else ''))

    def pair(self, model):
        return {'vendor': model.vendor, 'model': model.name}

    def fresh(self, enabled=True, prefix=None):
        model = self.model()
        client = self.domain.add(model, *([] if prefix is None else [prefix]))
        if enabled:
            self.domain.enable(model, client)
        return model, client, {**self.pair(model), 'sn': client.sn}

    def active(self, model):
        client = self.domain.add(model)
        self.domain.enable(model, client)
        self.domain.hand_out(model, client)
        return client

    def set_up(self, state, params):
        make = getattr(self, 's_' + re.sub('[^a-z]', '_', state.lower()), None)
        if make is None:
            raise Refused(400, 'Unknown state')
        return make(**params)

    def s_enabled_serial_number(self):
        return self.fresh()[2]

    def s_serial_number_not_enabled(self):
        return self.fresh(enabled=False)[2]

    def s_expired_serial_number(self):
        _, client, facts = self.fresh()
        client.enabled_at -= self.domain.window() + 5
        return facts

    def s_disabled_serial_number(self):
        _, client, facts = self.fresh()
        self.domain.disable(client)
        return facts

    def s_re_enabled_serial_number(self):
        model, client, facts = self.fresh()
        old = self.domain.hand_out(model, client)
        self.domain.enable(model, client)
        return {**facts, 'oldCik': old}

    def s_client_not_yet_activated(self):
        if self.domain.varied('key-made-at-activation'):
            raise Refused(400, 'keys are made at the activation')
        _, client, facts = self.fresh()
        return {**facts, 'cik': client.key}

    def s_serial_numbers_with_special_characters(self):
        model = self.model()
        facts = self.pair(model)
        for name, part in {'withSpace': 'a b', 'withPlus': 'a+b', 'withPercent': 'a%41b', 'withAmpersand': 'a&b=c', 'withLetterBeyondAscii': 'aéß'}.items():
            self.counter += 1
            sn = '%s-%d' % (part, self.counter)
            client = model.clients[sn] = Client(sn)
            self.domain.enable(model, client)
            facts[name] = sn
        return facts

    def s_activated_client(self):
        model = self.model()
        client = self.active(model)
        return {**self.pair(model), 'cik': client.key, 'sn': client.sn}

    def s_client_with_contents(self):
        if 'contents' not in self.shared:
            model = self.shared['contents'] = self.model(fresh=True)
            blob = b'\x7fELF\xff\xfe\x00\x01\r\nGIF\xc3\x28\x80\x0d\x0atail\x00' + bytes(range(1, 256))
            rows = [
                ('Firmware.bin', 'application/octet-stream', 'Main Firmware', blob),
                ('notes.TXT', 'text/plain', '', b'Changes: none at all.\nSee the manual.\n'),
                ('map', 'application/vnd.example+json; v=2', 'Depth, width', b'{"a":1,"b":[2,3]}'),
                ('nothing', 'image/png', '', b''),
                ('latin', 'text/html; charset=iso-8859-1', 'Page of the maker', 'd\xe9j\xe0 vu, twice over'.encode('latin-1')),
                ('grüße & +50%25.txt', 'text/plain; charset=utf-8', 'Grüße', '\ufeffnaïve café — déjà vu'.encode()),
                ('last one' if self.domain.varied('other-data') else 'last-one', 'text/x-lua', 'x', b'return 42 -- the end'),
            ]
            if self.domain.varied('ids-within-ids'):
                rows += [('last', 'text/plain', 'x', b'the last'), ('last map', 'text/plain', 'x', b'a map'), ('map last', 'text/plain', 'x', b'map')]
            for n, (name, kind, meta, body) in enumerate(rows):
                model.contents[name] = Content(name, kind, meta, body, 1416147370 + 86400 * n)
            self.shared['reader'] = self.active(model)
        model = self.shared['contents']
        if self.domain.caller(self.shared['reader'].key) is None:
            self.shared['reader'] = self.active(model)
        client = self.shared['reader']
        listed = [
            {'id': c.name, 'type': c.kind, 'meta': c.meta, 'updated': c.updated, 'body': base64.b64encode(c.body).decode()}
            for c in model.contents.values()
        ]
        return {**self.pair(model), 'cik': client.key, 'contents': listed}

    def s_client_without_contents(self):
        model = self.model(fresh=True)
        return {**self.pair(model), 'cik': self.active(model).key}

    def s_protected_content(self):
        model = self.model(fresh=True)
        client, friend = self.active(model), self.active(model)
        model.contents['secret'] = Content('secret', 'application/x-tar', 'for a few', b'0123456789abcdef', 1500000000, {friend.sn})
        return {**self.pair(model), 'cik': client.key, 'authorisedCik': friend.key, 'content': 'secret'}

    def s_foreign_model(self):
        model = self.domain.model(self.vendor, self.prefix + '-Foreign')
        model.contents.setdefault('foreign-blob', Content('foreign-blob', 'text/plain', 'theirs', b'not for you', 1500000000))
        return {**self.pair(model), 'content': 'foreign-blob'}

    def s_other_vendor(self):
        return {'vendor': 'southwind'}

    def s_enabled_serial_number_with_characters(self, characters):
        return self.fresh(prefix=characters)[2]

    def s_content_of_a_length(self, length):
        model = self.model(fresh=True)
        body = b''.join(hashlib.sha256(str(n).encode()).digest() for n in range(length // 32 + 1))[:length]
        model.contents['notes.TXT'] = Content('notes.TXT', 'application/octet-stream', '', body, 1500000000)
        return {**self.pair(model), 'cik': self.active(model).key, 'content': 'notes.TXT', 'length': length, 'body': base64.b64encode(body).decode()}

    def s_owner_acts(self, vendor, model, sn, act):
        found = self.domain.models[(vendor, model)]
        client = found.clients[sn]
        if act == 'enable':
            self.domain.enable(found, client)
        else:
            self.domain.disable(client)
        return {}

    def s_time_advanced(self, seconds):
        self.domain.ahead += seconds
        return {}


def stage_reply(domain, method, body):
    if method != 'POST':
        raise Refused(405)
    try:
        call = json.loads(body)
        facts = {}
        if call.get('action') != 'teardown':
            with domain.lock:
                facts = domain.stage.set_up(call['state'], call.get('params') or {})
        return Reply(200, 'application/json', json.dumps(facts).encode())
    except Refused as refused:
        return Reply(400, 'text/plain', refused.text.encode())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Reply(400, 'text/plain', repr(error).encode())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--flaw', action='append', default=[], choices=FLAWS, metavar='NAME')
    parser.add_argument('--variation', action='append', default=[], choices=VARIATIONS, metavar='NAME')
    parser.add_argument('--list', action='store_true')
    options = parser.parse_args()
    if options.list:
        flaws = [{'name': n, 'sentence': s} for n, s in FLAWS.items()]
        print(json.dumps({'flaws': flaws, 'variations': [{'name': n, 'why': w} for n, w in VARIATIONS.items()]}))
        return
    domain = Provisioning(set(options.flaw), set(options.variation))
    domain.stage = Stage(domain)
    api = Api(domain)
    listener = socket.create_server(('127.0.0.1', 0), backlog=128)
    url = 'http://127.0.0.1:%d' % listener.getsockname()[1]
    entry = {'capabilities': {'visible-key': False}} if domain.varied('key-made-at-activation') else {}
    print(json.dumps({'url': url, 'stage': url + '/_stage', **entry}), flush=True)
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(connection, api), daemon=True).start()


if __name__ == '__main__':
    main()
