"""An Exosite device provisioning server that shares nothing with the bundled simulators but the published states.

Sockets and threads, written from the specification alone. `--flaw` makes it wrong in a named way, `--variation` other and
still right, `--list` prints both lists as JSON. It prints one line with its addresses when it listens.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import socket
import threading
import time
from email.utils import formatdate

WINDOW = 24 * 3600
REASONS = {
    200: 'OK', 201: 'Created', 204: 'No Content', 206: 'Partial Content', 400: 'Bad Request', 401: 'Unauthorized',
    403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 410: 'Gone', 411: 'Length Required',
    412: 'Precondition Failed', 415: 'Unsupported Media Type', 416: 'Range Not Satisfiable', 422: 'Unprocessable Entity',
    500: 'Internal Server Error', 501: 'Not Implemented',
}

ACTIVATES = 'Activates and returns <cik> of client administrated by Vendor <vendor>, of model type <model> associated with Serial Number <sn>.'
ENABLED = 'Client must be enabled via /provision/manage/model/<model>/<sn>'
NOT_EXPIRED = 'the enabled state must not have expired'
NOT_ACTIVATED = 'the client must not have already been activated'
ACTIVATE_REPLY = 'HTTP/1.1 200 OK ... Content-Type: text/plain; charset=utf-8 ... <cik>'
NOT_FOUND = 'HTTP/1.1 404 Not Found if the client described by <vendor>, <model>, <sn> is not found on the system.'
CONFLICT = 'HTTP/1.1 409 Conflict if the serial number is not enabled for activation.'
FORM = 'Content-Type: application/x-www-form-urlencoded; charset=utf-8 ... vendor=<vendor>&model=<model>&sn=<sn>'
CALLER = 'Caller with <DeviceCIK> must have an activated serial number in given <vendor> <model> name space.'
LIST = 'List content <id>s. ... Content-Type: text/csv; charset=utf-8 ... <id 1> <id 2...> <id n>'
LIST_PAIR = 'HTTP/1.1 403 Forbidden if the <vendor> and <model> pair is invalid. (list)'
GET_PAIR = 'HTTP/1.1 403 Forbidden if the <vendor> and <model> pair is invalid. (content)'
INFO_PAIR = 'HTTP/1.1 400 Bad Request if the <vendor> and <model> pair is invalid.'
GET = 'If caller with <CIK> has an activated SN in given <vendor> <model> name space, and is authorized for the content, then the <id> content blob, or its requested range, is returned.'
RANGE = 'allows the caller to request a chunk of bytes at a time'
FORM_OF_RANGE = 'takes the form of X-Y where both X and Y are optional'
POSITIONS = 'X is the start byte position to return, Y is the end position. Both are 0 based.'
SUFFIX = 'If X is omitted, Y will request the last Y count of bytes of the content.'
TO_THE_END = 'If Y is omitted, it will default to the end of the content.'
TYPE = 'Content-Type of <blob> is based on the type set in the POST to /provision/manage/content/<model>/<id>.'
LENGTH = 'Content-Length: <number of bytes being returned>'
CONTENT_RANGE = 'Content-Range: bytes <first position>-<last position>/<total length>'
PARTIAL = 'HTTP/1.1 206 Partial Content if the response is partial.'
INFO = 'the <id> content information is returned ... <content-type>,<byte-size>,<updated-timestamp>,<meta>'
INFO_TYPE = 'Content-Type: text/csv; charset=utf-8 (info)'
OPTIONAL_RANGE = '{Range: bytes=<range-specifier>}'
MAIN_LENGTH = 'main section: every 200 response carries a Content-Length'
KEY_HEADER = 'X-Exosite-CIK: <CIK>'

FLAWS = {
    # Activation: who is activated
    'activates-never-enabled': ENABLED,
    'activates-expired': NOT_EXPIRED,
    'activates-disabled': ENABLED,
    'activates-twice-same-key': NOT_ACTIVATED,
    'activates-twice-new-key': NOT_ACTIVATED,
    'activates-both-of-two-at-once': NOT_ACTIVATED,
    'activates-under-any-vendor': ACTIVATES,
    'activates-under-any-model': ACTIVATES,
    'activates-by-serial-prefix': ACTIVATES,
    'activates-ignoring-case-of-serial': 'companion 2.1: all parameters are case-sensitive unless noted',
    'activates-ignoring-leading-zeros': ACTIVATES,
    'activates-trimmed-serial': ACTIVATES,
    'activates-one-client-per-model': ACTIVATES,
    'activates-on-second-try': ACTIVATES,
    'activates-on-get': 'companion 2.1: a verb that is not listed for a URL has no function',
    # Activation: statuses
    'unknown-serial-is-conflict': NOT_FOUND,
    'unknown-serial-is-bad-request': NOT_FOUND,
    'unknown-serial-is-200-with-text': NOT_FOUND,
    'unknown-model-is-server-error': NOT_FOUND,
    'never-enabled-is-not-found': CONFLICT,
    'never-enabled-is-forbidden': CONFLICT,
    'expired-is-not-found': 'companion 2.2: enabled, window over: 409',
    'second-activation-is-not-found': 'companion 2.2: second activation 409',
    'activation-is-201': ACTIVATE_REPLY,
    'activation-is-204-key-in-header': ACTIVATE_REPLY,
    # Activation: the key
    'key-with-newline': 'companion 2.3: body exactly the 40 characters, no newline',
    'key-in-json': ACTIVATE_REPLY,
    'key-in-quotes': ACTIVATE_REPLY,
    'key-labelled': ACTIVATE_REPLY,
    'key-of-32-characters': 'companion 2.3: 40 characters',
    'key-type-html': ACTIVATE_REPLY,
    'key-type-missing': ACTIVATE_REPLY,
    'key-charset-latin': ACTIVATE_REPLY,
    'key-does-not-work': ACTIVATES,
    'key-shared-by-model': ACTIVATES,
    'key-from-the-second': ACTIVATES,
    'key-works-before-activation': CALLER,
    'key-of-another-replaced': ACTIVATES,
    'key-works-once': CALLER,
    'key-lost-with-window': CALLER,
    'key-lost-by-refused-activation': NOT_ACTIVATED,
    'key-kept-at-reenabling': 'companion 2.2: re-enabled: a new CIK',
    'old-key-works-after-reenabling': 'companion 2.2: the old CIK stops working at the re-enabling',
    'refused-activation-leaks-key': NOT_ACTIVATED,
    # Activation: wrong state left behind
    'not-found-creates-client': NOT_FOUND,
    'conflict-enables': CONFLICT,
    'conflict-burns-serial': CONFLICT,
    'window-of-one-hour': 'companion 2.2: 24 hours from enabling',
    'window-never-renewed': 'companion 2.2: 24 hours from enabling or re-enabling',
    # Activation: the form
    'form-plus-stays': FORM,
    'form-percent-stays': FORM,
    'form-decoded-twice': FORM,
    'form-latin-1': FORM,
    'form-in-order-only': FORM,
    'form-no-extra-fields': 'companion 2.1: extra form fields must be tolerated',
    'form-exact-content-type': FORM,
    'empty-key-header-refused': 'companion 4: activate must not answer 401 to an empty key',
    'stray-bytes-break-connection': 'companion 7: tolerate two stray bytes (CRLF) after a POST body',
    # Who may download
    'list-without-key': CALLER,
    'list-with-any-key': CALLER,
    'list-with-key-of-other-model': CALLER,
    'content-without-key': GET,
    'content-with-any-key': GET,
    'content-with-key-of-other-model': GET,
    'content-of-any-model': GET,
    'info-without-key': INFO,
    'info-with-key-of-other-model': INFO,
    'key-compared-by-prefix': CALLER,
    'key-compared-without-case': CALLER,
    'key-header-by-exact-case': KEY_HEADER,
    'missing-key-is-404': 'companion EX-7: 401 corroborated',
    'protected-content-for-all': GET,
    'protected-content-for-none': GET,
    'protected-info-for-all': INFO,
    'protected-range-for-all': GET,
    # List
    'list-of-all-models': LIST,
    'list-on-one-line': LIST,
    'list-with-heading': LIST,
    'list-with-info': LIST,
    'list-type-plain': LIST,
    'list-type-json': LIST,
    'list-without-empty-content': LIST,
    'list-without-last': LIST,
    'list-doubles-first': LIST,
    'list-ids-lower-case': LIST,
    'list-of-first-four': LIST,
    'list-of-none-is-404': LIST,
    'list-of-none-is-comment': LIST,
    'list-bad-pair-is-404': LIST_PAIR,
    'list-bad-pair-is-400': LIST_PAIR,
    'list-bad-pair-is-empty': LIST_PAIR,
    'list-checks-vendor-only': LIST_PAIR,
    'list-checks-model-only': LIST_PAIR,
    # Content
    'content-bad-pair-is-400': GET_PAIR,
    'content-bad-pair-is-404': GET_PAIR,
    'content-type-fixed': TYPE,
    'content-type-charset-added': TYPE,
    'content-type-of-range-fixed': TYPE,
    'content-as-text': GET,
    'content-lines-converted': GET,
    'content-cut-at-nul': GET,
    'content-newline-added': GET,
    'content-base64': GET,
    'content-cut-at-64k': GET,
    'content-served-once': GET,
    'content-full-is-206': GET,
    'content-cached-by-id': GET,
    'content-length-missing': LENGTH,
    'content-length-of-range-is-total': LENGTH,
    'empty-content-is-404': GET,
    # Ranges
    'range-ignored': RANGE,
    'range-is-200': PARTIAL,
    'range-end-exclusive': POSITIONS,
    'range-one-based': POSITIONS,
    'range-second-is-count': POSITIONS,
    'range-zero-start-is-suffix': POSITIONS,
    'range-first-byte-is-all': POSITIONS,
    'range-last-byte-missing': POSITIONS,
    'range-suffix-from-start': SUFFIX,
    'range-suffix-one-short': SUFFIX,
    'range-suffix-ignored': FORM_OF_RANGE,
    'range-suffix-skips': SUFFIX,
    'range-open-ignored': FORM_OF_RANGE,
    'range-open-one-short': TO_THE_END,
    'range-open-is-one-byte': TO_THE_END,
    'range-open-limited': TO_THE_END,
    'range-header-missing': CONTENT_RANGE,
    'range-header-total-is-part': CONTENT_RANGE,
    'range-header-exclusive-end': CONTENT_RANGE,
    'range-header-equals-sign': CONTENT_RANGE,
    'range-header-suffix-wrong': CONTENT_RANGE,
    'range-header-total-unknown': CONTENT_RANGE,
    'range-remembered': OPTIONAL_RANGE,
    'range-unit-by-exact-header-case': OPTIONAL_RANGE,
    # Info
    'info-bad-pair-is-403': INFO_PAIR,
    'info-bad-pair-is-404': INFO_PAIR,
    'info-type-plain': INFO_TYPE,
    'info-gives-content': INFO,
    'info-order-swapped': INFO,
    'info-without-meta-column': INFO,
    'info-fifth-column': INFO,
    'info-with-id-first': INFO,
    'info-meta-cut-at-comma': INFO,
    'info-meta-lower-case': INFO,
    'info-meta-of-empty-is-null': INFO,
    'info-size-in-characters': INFO,
    'info-size-of-base64': INFO,
    'info-time-in-milliseconds': 'companion 2.4: the timestamp is Unix seconds',
    'info-time-is-iso': 'companion 2.4: the timestamp is Unix seconds',
    'info-time-is-now': INFO,
    'info-time-touched-by-download': INFO,
    'info-type-generic': INFO,
    'info-with-heading': INFO,
    'info-by-order-of-parameters': INFO,
    'info-as-json': INFO_TYPE,
    # Every answer
    'errors-are-200': 'Response may also be: HTTP/1.1 404, 409, 403, 400',
    'chunked-success': MAIN_LENGTH,
    'length-spelt-otherwise': 'companion 7: emit Content-Length in exactly that spelling',
    'get-needs-no-length': 'Content-Length: <length> (of a GET)',
    'query-percent-stays': 'GET /provision/download?vendor=<vendor>&model=<model>&id=<id>',
    'server-error-on-odd-form': 'companion 2.1: 4xx client error, 5xx server error',
}

VARIATIONS = {
    'errors-empty': 'EX-12: error bodies are not judged',
    'errors-status-line': 'EX-12: error bodies may repeat the status line',
    'errors-html': 'EX-12: error bodies are not judged',
    'errors-json-with-key-words': 'EX-12: error bodies are not judged',
    'errors-chunked': 'the main section wants a Content-Length of every 200 only',
    'list-ends-with-newline': 'EX-11: a list may end with a newline',
    'list-crlf': 'text/csv has CRLF line ends in RFC 4180; EX-11',
    'list-reversed': 'the order of the ids is not said',
    'list-hides-protected': 'the document does not say whether a list shows what the caller may not fetch',
    'list-ids-quoted': '6: whether CSV quotes is undocumented',
    'empty-content-is-204': 'main section: 204 is a success with nothing to return',
    'content-unknown-id-is-empty-200': 'EX-7: the status of an unknown id is open',
    'info-meta-quoted': '6: whether CSV quotes is undocumented',
    'list-empty-204': 'EX-10: an empty list may be 204',
    'info-ends-with-newline': 'EX-11',
    'info-ends-with-crlf': 'EX-11',
    'info-foreign-403': 'EX-7: the status of a key of another model is open',
    'activate-bad-pair-403': 'EX-6: 403 by later documentation',
    'keys-alphanumeric': '2.3: later tokens are mixed-case alphanumerics',
    'whole-range-200': 'EX-4: a range that covers everything may be 200',
    'unsatisfiable-200': 'EX-5: observe',
    'unsatisfiable-206-empty': 'EX-5: observe',
    'multipart-ranges': 'EX-5: multiple ranges are never mentioned',
    'multiple-ranges-416': 'EX-5: multiple ranges are never mentioned',
    'headers-spelt-otherwise': 'names of header fields have no case in HTTP; clients are known to read one of them literally',
    'headers-reordered': 'the order of header fields is open',
    'headers-extra': 'further header fields are open',
    'accept-ranges-always': '{Accept-Ranges: bytes} is optional',
    'accept-ranges-never': '{Accept-Ranges: bytes} is optional',
    'charset-spelt-otherwise': 'parameters of a media type have no case and may have no space',
    'closes-connections': 'HTTP/1.1 lets a server close with Connection: close',
    'closes-silently': 'HTTP/1.1 lets a server close an idle connection at any time',
    'http-10-close': 'a server may answer with a lower minor version',
    'slow': 'no deadline is stated',
    'dribbles': 'segments of TCP are no messages',
    'unknown-id-403': 'EX-7: the status of an unknown id is open',
    'unknown-id-400': 'EX-7: the status of an unknown id is open',
    'unknown-id-204': 'EX-7: the status of an unknown id is open',
    'protected-404': 'EX-7: the status of an id that is not authorised is open',
    'foreign-key-401': 'EX-7: the status of a key of another model is open',
    'foreign-key-404': 'EX-7: the status of a key of another model is open',
    'wrong-verb-404': 'EX-7: the status of a wrong verb is open',
    'wrong-verb-501': 'EX-7: the status of a wrong verb is open',
    'missing-field-404': 'EX-7: the status of a missing field is open',
    'missing-field-409': 'EX-7: the status of a missing field is open',
    'missing-field-422': 'EX-7: the status of a missing field is open',
    'any-content-type': 'EX-7: a wrong content type may be overlooked',
    'disabled-key-works': '2.2: the old key stops at the re-enabling, not before',
    'pair-before-key': 'which of two faults is named first is open',
    'info-values': 'info=true is the only value that is named; others are open',
    'meta-percent-encoded': '2.4: meta may be percent-encoded',
    'other-data': 'names, ids and metas are up to the owner',
    'head-answered': 'HEAD is not mentioned',
    'continue-sent': 'HTTP/1.1 lets a server send 100 Continue',
    'key-made-at-activation': 'when a key comes to be is not said',
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
        if self.flaw('key-from-the-second'):
            return hashlib.sha1(str(int(time.time())).encode()).hexdigest()
        if self.flaw('key-of-32-characters'):
            return os.urandom(16).hex()
        return os.urandom(20).hex()

    def enable(self, model, client):
        was = client.key
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

    # ---- the device's side: activation

    def find(self, vendor, name, sn):
        model = self.models.get((vendor, name))
        if self.flaw('activates-under-any-vendor') and model is None:
            model = next((m for (v, n), m in self.models.items() if n == name and sn in m.clients), None)
        if self.flaw('activates-under-any-model') and (model is None or sn not in model.clients):
            model = next((m for (v, n), m in self.models.items() if v == vendor and sn in m.clients), model)
        if model is None:
            if self.flaw('unknown-model-is-server-error'):
                raise Refused(500)
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
        with self.lock:
            model, client = self.find(vendor, name, sn)
            self.check(model, client)
            if not both:
                return self.hand_out(model, client)
        time.sleep(0.03)
        with self.lock:
            return self.hand_out(model, client)

    def check(self, model, client):
        client.tries += 1
        if client.burnt:
            raise Refused(409)
        if client.state == 'activated':
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
            if self.flaw('activates-disabled'):
                return
            raise Refused(409)
        window = 3600 if self.flaw('window-of-one-hour') else WINDOW
        if self.now() >= client.enabled_at + window and not self.flaw('activates-expired'):
            raise Refused(404 if self.flaw('expired-is-not-found') else 409)
        if self.flaw('activates-one-client-per-model') and any(c.state == 'activated' for c in model.clients.values()):
            raise Refused(409)
        if self.flaw('activates-on-second-try') and client.tries == 1:
            raise Refused(409)

    def hand_out(self, model, client):
        client.state = 'activated'
        if client.key is None:
            client.key = self.new_key()
        if self.flaw('key-of-another-replaced'):
            for key in [k for k, (m, c) in self.keys.items() if m is model and c is not client]:
                del self.keys[key]
        if not self.flaw('key-does-not-work'):
            self.keys[client.key] = (model, client)
        return client.key

    # ---- the device's side: download

    def caller(self, key):
        found = self.keys.get(key)
        if found is None and key and self.flaw('key-compared-by-prefix'):
            found = next((v for k, v in self.keys.items() if k[:20] == key[:20]), None)
        if found is None and key and self.flaw('key-compared-without-case'):
            found = next((v for k, v in self.keys.items() if k.lower() == key.lower()), None)
        if found is None:
            return None
        model, client = found
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
        return found

    def authorise(self, what, key, vendor, name):
        """Gives the model and the client, or refuses as `what` (list, content, info) does."""
        found = self.caller(key)
        model = self.models.get((vendor, name))
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
        if content is None and self.flaw('content-of-any-model'):
            content = next((m.contents[name] for m in self.models.values() if name in m.contents), None)
        if content is None:
            if self.varied('content-unknown-id-is-empty-200') and what == 'content':
                return Content(name, 'application/octet-stream', '', b'', int(self.now()))
            for status in (400, 403, 204):
                if self.varied('unknown-id-%d' % status):
                    raise Refused(status)
            raise Refused(404)
        if self.flaw('empty-content-is-404') and not content.body:
            raise Refused(404)
        if content.members is not None:
            if self.flaw('protected-content-for-none') or client is None or client.sn not in content.members:
                if not self.flaw('protected-%s-for-all' % what):
                    raise Refused(404 if self.varied('protected-404') else 403)
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
        if path == '/provision/activate':
            return self.activate(method, query, headers, body)
        if path == '/provision/download':
            return self.download(method, query, headers)
        raise Refused(404)

    def wrong_verb(self):
        raise Refused(404 if self.varied('wrong-verb-404') else 501 if self.varied('wrong-verb-501') else 405)

    # ---- activation

    def activate(self, method, query, headers, body):
        text = body.decode('latin-1')
        if method == 'GET' and self.flaw('activates-on-get'):
            text = query
        elif method != 'POST':
            self.wrong_verb()
        else:
            kind = headers.get('content-type', '')
            plain = kind.partition(';')[0].strip().lower()
            if self.flaw('form-exact-content-type') and kind != 'application/x-www-form-urlencoded; charset=utf-8':
                raise Refused(415)
            if plain != 'application/x-www-form-urlencoded' and not self.varied('any-content-type'):
                raise Refused(415)
            if 'content-length' not in headers and 'transfer-encoding' not in headers:
                raise Refused(411)
        if self.flaw('empty-key-header-refused') and headers.get('x-exosite-cik') == '':
            raise Refused(401)
        if self.flaw('server-error-on-odd-form') and ('%' in text and not re.search('%[0-9A-Fa-f]{2}', text) or '=' not in text):
            raise Refused(500)
        form = self.form(text)
        for name in ('vendor', 'model', 'sn'):
            if not form.get(name):
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
        form = fields(text, **how)
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
        if self.flaw('activation-is-201'):
            status = 201
        if self.flaw('activation-is-204-key-in-header'):
            status, body, kind, extra = 204, '', None, [('X-Exosite-CIK', key)]
        return Reply(status, kind, body.encode(), extra)

    # ---- download

    def download(self, method, query, headers):
        if method == 'HEAD' and self.varied('head-answered'):
            pass
        elif method != 'GET':
            self.wrong_verb()
        if self.flaw('get-needs-no-length') and 'content-length' in headers:
            raise Refused(400)
        asked = fields(query, plus=not self.flaw('query-percent-stays'), percent=not self.flaw('query-percent-stays'))
        vendor, model, name = asked.get('vendor'), asked.get('model'), asked.get('id')
        key = headers.get('x-exosite-cik', '')
        if not vendor or not model:
            raise Refused(400)
        info = asked.get('info') == 'true' or self.varied('info-values') and asked.get('info') in ('1', 'yes', 'True')
        if self.flaw('info-by-order-of-parameters'):
            info = query.endswith('&info=true')
        with self.domain.lock:
            if name is None:
                found, client = self.domain.authorise('list', key, vendor, model)
                return self.list_reply(found, client)
            what = 'info' if info else 'content'
            if info and self.flaw('info-gives-content'):
                info = False
            found, client = self.domain.authorise(what, key, vendor, model)
            asks_range = 'range' in headers and not info
            content = self.domain.content('range' if asks_range and self.flaw('protected-range-for-all') else what, found, client, name)
            if info:
                return self.info_reply(content)
            return self.content_reply(content, headers.get('range'))

    def list_reply(self, model, client):
        domain = self.domain
        contents = list(model.contents.values())
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
        if self.flaw('list-with-info'):
            lines = ['%s,%s,%d' % (c.name, c.kind, len(c.body)) for c in contents]
        if self.flaw('list-with-heading'):
            lines.insert(0, 'id')
        newline = '\r\n' if self.varied('list-crlf') else '\n'
        text = (',' if self.flaw('list-on-one-line') else newline).join(lines)
        if lines and (self.varied('list-ends-with-newline') or self.varied('list-crlf')):
            text += newline
        kind = 'text/csv; charset=utf-8'
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
        columns = [kind, str(size), updated, meta]
        if self.flaw('info-order-swapped'):
            columns[1], columns[2] = columns[2], columns[1]
        if self.flaw('info-without-meta-column') and not meta:
            columns.pop()
        if self.flaw('info-fifth-column'):
            columns.append('false')
        if self.flaw('info-with-id-first'):
            columns.insert(0, content.name)
        line = ','.join(columns)
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
        if self.flaw('content-type-fixed'):
            kind = 'application/octet-stream'
        if self.flaw('content-type-charset-added'):
            kind += '; charset=utf-8'
        if self.varied('empty-content-is-204') and not body:
            return Reply(204)
        accept = [('Accept-Ranges', 'bytes')] if self.varied('accept-ranges-always') else []
        if self.flaw('range-remembered'):
            wanted = domain.last_range = wanted or domain.last_range
        part = self.part(wanted, len(body))
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
            if self.varied('multipart-ranges'):
                return self.multipart(wanted, kind, body)
        if part is None:
            if self.flaw('content-full-is-206'):
                return Reply(206, kind, body, [('Content-Range', 'bytes 0-%d/%d' % (len(body) - 1, len(body)))])
            return Reply(200, kind, body, accept)
        first, last = part
        if first == 0 and last >= len(body) - 1 and self.varied('whole-range-200'):
            return Reply(200, kind, body, accept)
        if self.flaw('content-type-of-range-fixed'):
            kind = 'application/octet-stream'
        if not self.varied('accept-ranges-never') and not accept:
            accept = [('Accept-Ranges', 'bytes')]
        chunk = body[first:last + 1]
        reply = Reply(200 if self.flaw('range-is-200') else 206, kind, chunk, accept + self.content_range(wanted, first, last, len(body)))
        if self.flaw('content-length-of-range-is-total'):
            reply.body = chunk
            reply.total = len(body)
        return reply

    def content_range(self, wanted, first, last, total):
        if self.flaw('range-header-missing'):
            return []
        value = 'bytes %d-%d/%d' % (first, last, total)
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

    def part(self, wanted, total):
        """None for the whole, 'none' if unsatisfiable, 'many' for several, or the first and last position."""
        if wanted is None or self.flaw('range-ignored'):
            return None
        if re.fullmatch(r'bytes=\s*\d*-\d*(\s*,\s*\d*-\d*)+', wanted):
            return 'many'
        match = re.fullmatch(r'bytes=\s*(\d*)-(\d*)\s*', wanted)
        if match is None or match.groups() == ('', ''):
            return None
        x, y = (int(g) if g else None for g in match.groups())
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
        for piece in wanted.partition('=')[2].split(','):
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
        status = 200 if self.flaw('errors-are-200') else refused.status
        return Reply(status, kind if text else None, text.encode())

    def bytes_of(self, reply, keep, method, connection):
        body = reply.body
        if reply.kind and self.varied('charset-spelt-otherwise'):
            reply.kind = re.sub('; charset=utf-8', ';charset=UTF-8', reply.kind)
        head = [('Date', formatdate(usegmt=True)), ('Server', 'provisioner/0.3'), ('Connection', 'Keep-Alive' if keep else 'close')]
        error = reply.status >= 400
        chunked = (self.flaw('chunked-success') and not error or self.varied('errors-chunked') and error) and connection != 'stage'
        bare = reply.status == 204
        if self.flaw('content-length-missing') and reply.status in (200, 206) and connection != 'stage':
            head = [(n, 'close' if n == 'Connection' else v) for n, v in head]
            bare = True
        if chunked and not bare:
            head.append(('Transfer-Encoding', 'chunked'))
        elif not bare:
            length = getattr(reply, 'total', len(body))
            name = 'content-length' if self.flaw('length-spelt-otherwise') else 'Content-Length'
            head.append((name, str(length)))
        if reply.kind:
            head.append(('Content-Type', reply.kind))
        head += reply.fields
        if self.varied('headers-extra'):
            head += [('X-Request-Id', os.urandom(4).hex()), ('Cache-Control', 'no-store'), ('Set-Cookie', 'a=b'), ('Set-Cookie', 'c=d'), ('ETag', '"1"'), ('X-Empty', '')]
        if self.varied('headers-reordered'):
            head.reverse()
        if self.varied('headers-spelt-otherwise'):
            head = [(n if n == 'Content-Length' else n.lower(), v) for n, v in head]
        version = '1.0' if self.varied('http-10-close') else '1.1'
        text = 'HTTP/%s %d %s\r\n' % (version, reply.status, REASONS.get(reply.status, 'Unknown'))
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


def serve(connection, api):
    stream = connection.makefile('rb')
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
                body = read_body(stream, headers)
                wishes = headers.get('connection', '').lower()
                keep = 'close' not in wishes and (version == 'HTTP/1.1' or 'keep-alive' in wishes)
                if api.varied('closes-connections') or api.varied('http-10-close'):
                    keep = False
                where = 'stage' if target.startswith('/_stage') else 'device'
                reply = api.answer(method, target, headers, body)
            except Refused as refused:
                reply = api.refusal(refused)
            except (ValueError, UnicodeError) as error:
                reply, keep = api.refusal(Refused(400, str(error)[:100])), False
            if api.varied('slow') and where == 'device':
                time.sleep(0.02)
            if api.flaw('content-length-missing'):
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
        client.enabled_at -= WINDOW + 5
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
                ('last one' if self.domain.varied('other-data') else 'last-one', 'text/x-lua', 'x', b'return 42 -- the end'),
            ]
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
