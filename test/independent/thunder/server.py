"""
A Thunder Provisioning plugin in Python's standard library alone, written from the document and its companion: sockets,
HTTP and WebSocket framing by hand, a thread for each connection. With --flaw it is wrong in one way, with --variation it
is other and still right; --list prints both.
"""

import argparse
import base64
import gzip
import hashlib
import html
import json
import random
import re
import socket
import struct
import sys
import threading
import time
import unicodedata

from defects import FLAWS, VARIATIONS

ON = set()


def on(*names):
    return any(name in ON for name in names)


def readable(key):
    """Releases read an id that is a whole number, digits in a string, or none."""
    return key is None or isinstance(key, int) or isinstance(key, str) and key.isdigit()


def release():
    return next((name[8:] for name in ON if name.startswith('release-')), None)


class Fault(Exception):
    """An error to be answered: a protocol error or an error of the plugin."""

    def __init__(self, code, message, own=False):
        super().__init__(message)
        self.code = code - 0 if not own else plugin_code(code)
        self.message = message
        self.own = own


def plugin_code(number):
    return -31000 - number if release() == 'r5' else number


NAMES = {1: 'ERROR_GENERAL', 2: 'ERROR_UNAVAILABLE', 11: 'ERROR_TIMEDOUT', 12: 'ERROR_INPROGRESS', 24: 'ERROR_PRIVILIGED_REQUEST'}
ENGLISH = {2: 'The service is not active.', 12: 'Operation is running already; come back later'}


def own_fault(number):
    text = ENGLISH.get(number) if on('messages-in-english') or release() == 'r5' else None
    return Fault(number, text or NAMES.get(number, 'ERROR_GENERAL'), own=True)


class Drop(Exception):
    """The connection is closed without a word."""


class Plugin:
    def __init__(self):
        self.lock = threading.RLock()
        self.callsign = 'Vendor.Prov' if on('other-callsign') else 'Provisioning'
        self.version = 3 if on('other-version') else 1
        self.observers = []
        self.channels = []
        self.turn = 0
        self.changes = 0
        self.sticky = False
        self.local = threading.local()
        self.last_error_id = None
        self.cached = (0.0, None)
        self.indexes = {}
        self.gone = []
        self.waiting = []
        self.reset('idle')

    def reset(self, mode):
        self.mode = mode
        self.turn += 1
        self.id = 'WPE00000pYx7RT02'
        self.status = 0 if on('status-zero') else 404 if on('status-404') else 200.5 if on('status-fraction') else 200
        self.tokens = ['widevine', 'playready', 'clé "A"']
        self.label = 'widevine'
        self.other_forms()
        self.attempted = False
        self.triggered = False
        self.indexed = None
        if mode == 'deactivated' and not on('deactivated-registrations-survive'):
            self.observers.clear()

    def other_forms(self):
        if on('id-numeric-text'):
            self.id = '0042'
        if on('id-long'):
            self.id = 'é/"' + 'x' * 900
        if on('tokens-empty'):
            self.tokens = []
        if on('tokens-many'):
            self.tokens = ['system %d' % number for number in range(700)]
        if on('tokens-with-comma'):
            self.tokens = ['netflix, playready']
        if on('label-apart'):
            self.label = 'cobalt / 2 "x"'
        if on('status-huge'):
            self.status = 2**53
        if on('status-negative'):
            self.status = -1

    # Methods and properties.

    def provision(self, channel):
        if self.mode == 'unavailable':
            if on('provision-ignores-unavailable'):
                return self.void_provision(channel)
            if on('unavailable-is-in-progress') or on('refused-provision-in-progress') and self.attempted:
                raise own_fault(12)
            self.attempted = True
            self.refuse_unavailable('unavailable-is-general')
        if self.mode == 'provisioning' and not on('provision-idempotent'):
            if on('in-progress-is-unavailable'):
                raise own_fault(2)
            if on('in-progress-is-negative'):
                raise Fault(-12, NAMES[12])
            if on('in-progress-is-11'):
                raise own_fault(11)
            if on('in-progress-is-internal-on-websocket') and channel:
                raise Fault(-32603, 'Internal error')
            raise own_fault(12)
        self.triggered = True
        if self.mode == 'idle':
            self.start()
            if on('registrations-lost-by-provision'):
                self.observers.clear()
        return self.void_provision(channel)

    def void_provision(self, channel):
        if on('provision-returns-true'):
            return True
        if on('provision-returns-zero'):
            return 0
        if on('provision-returns-status'):
            return {'status': self.status}
        if on('provision-returns-empty-object-on-websocket') and channel:
            return {}
        return None

    def start(self):
        self.mode = 'provisioning'
        turn = self.turn
        if on('provision-tells-progress'):
            for step in (1, 2, 3):
                threading.Timer(0.02 * step, lambda step=step: self.change(turn, step * 10)).start()
        if on('provision-never-finishes'):
            return
        if on('provision-finishes-at-once'):
            self.mode = 'idle'
            threading.Timer(0.002, lambda: self.change(turn)).start()
            return
        if on('event-before-reply'):
            self.mode = 'idle'
            self.change(turn)
            return
        threading.Timer(0.12, lambda: self.finish(turn)).start()

    def finish(self, turn):
        with self.lock:
            if self.turn != turn:
                return
            self.mode = 'idle'
            if on('status-changes'):
                self.status += 1
        self.change(turn)

    def index(self, params):
        if on('index-missing') or on('index-missing-on-websocket') and self.over_websocket():
            raise Fault(-32601, 'Unknown method.')
        if self.mode == 'unavailable' and not on('index-ignores-unavailable'):
            self.refuse_unavailable('unavailable-is-general-for-index')
        if self.mode == 'provisioning' and on('index-refuses-in-progress'):
            raise own_fault(12)
        if params is None:
            if on('index-wants-params'):
                raise Fault(-32602, 'Invalid params')
            params = {}
        lenient = release() in ('r2', 'r4')
        if on('index-lenient') and isinstance(params, dict):
            lenient = isinstance(params.get('index'), (str, int, float)) and isinstance(params.get('label', ''), str)
        if not isinstance(params, dict):
            if lenient:
                return None
            raise Fault(-31050 if release() == 'r5' else -32602, 'Invalid params')
        label, index = params.get('label'), params.get('index')
        if on('index-wants-label-first') and list(params)[:2] == ['index', 'label']:
            raise Fault(-32602, 'Invalid params')
        if on('index-refuses-unknown-members') and set(params) - {'label', 'index'}:
            raise Fault(-32602, 'Invalid params')
        if on('index-same-again-refused') and label is not None and self.indexes.get(label, -1) == index:
            raise own_fault(29)
        self.indexes[label if isinstance(label, str) else None] = index
        if on('index-returns-true-while-provisioning') and self.mode == 'provisioning':
            return True
        if on('index-unknown-label-2-first') and label is not None and label not in self.tokens:
            raise own_fault(2)
        if on('index-empty-2') and (label is None or index is None):
            raise own_fault(2)
        if not lenient:
            self.check_index(label, index, params)
        if on('index-unknown-label-2') and label is not None and label not in self.tokens:
            raise own_fault(2)
        if on('index-adds-token') and label is not None:
            self.tokens.append(label)
        if on('index-starts-provisioning'):
            self.start()
        before, self.indexed = self.indexed, index
        if on('index-again-refused') and before is not None:
            raise Fault(-32603, 'Internal error')
        if on('index-again-returns-the-one-before') and before is not None:
            return before
        return '' if on('index-returns-empty-string') else index if on('index-returns-index') else None

    def check_index(self, label, index, params):
        bad = Fault(-31050 if release() == 'r5' else -32602, 'Invalid params')
        if 'label' in params and not isinstance(label, str):
            raise bad
        number = isinstance(index, (int, float)) and not isinstance(index, bool)
        if ('index' in params or index is not None) and not (number and index == int(index) and 0 <= index < 2**32):
            if not (on('index-wants-string') and isinstance(index, str)):
                raise bad
        if on('index-wants-string') and number:
            raise bad
        if on('index-wants-label') and not label or on('index-wants-index') and index is None:
            raise bad
        if on('index-zero-is-missing') and index == 0:
            raise bad
        if on('index-above-a-byte-refused') and number and index > 255:
            raise bad
        if on('index-largest-refused') and index == 2**32 - 1:
            raise bad
        if on('index-is-signed') and number and index > 2**31 - 1:
            raise bad

    def refuse_unavailable(self, general):
        self.sticky = True
        if on('unavailable-only-first'):
            self.mode = 'idle'
        if on('unavailable-slow'):
            time.sleep(0.4)
        if on(general):
            raise own_fault(1)
        if on('unavailable-is-internal'):
            raise Fault(-32603, 'Internal error')
        raise own_fault(2)

    def read_id(self):
        if self.mode == 'unavailable' and on('id-refuses-unavailable'):
            raise own_fault(2)
        if self.mode == 'provisioning' and on('id-refuses-in-progress'):
            raise own_fault(12)
        if self.mode == 'provisioning' and on('id-empty-while-provisioning'):
            return ''
        if self.mode == 'unavailable' and on('id-null-while-unavailable'):
            return None
        if on('id-in-base64'):
            return base64.b64encode(self.id.encode()).decode()
        if on('id-padded'):
            return self.id + ' ' * 4
        if on('id-is-object'):
            return {'id': self.id}
        if on('id-is-number'):
            return 702
        if on('id-is-null'):
            return None
        if on('id-changes'):
            return 'WPE%013d' % random.randrange(10**12)
        if on('id-lower-case'):
            return self.id.lower()
        if on('id-of-the-index') and self.indexed is not None:
            return '%s-%s' % (self.id, self.indexed)
        if on('id-null-after-provision') and self.triggered:
            return None
        if on('id-with-newline'):
            return self.id + '\n'
        return self.id

    def read_state(self):
        busy = self.mode == 'provisioning'
        then, old = self.cached
        if on('state-cached') and time.monotonic() - then < 5 and not busy:
            return old
        if self.mode == 'unavailable' and not on('state-ignores-unavailable'):
            self.refuse_unavailable('unavailable-is-general-for-state')
        if busy and on('state-refuses-in-progress'):
            raise own_fault(12)
        status = 102 if busy and on('status-changes') else self.status
        tokens = list(self.tokens)
        if on('state-tokens-grow'):
            self.tokens = self.tokens + self.tokens[:3]
        if on('tokens-turned'):
            tokens.reverse()
        if busy and on('tokens-empty-while-provisioning'):
            tokens = []
        if on('status-changes-always'):
            status = random.randrange(600)
        if on('status-in-exponent'):
            status = float(status)
        state = {'id': self.id, 'status': status, 'tokens': self.told(tokens)}
        self.cached = (time.monotonic(), dict(state))
        if on('state-status-nan-while-provisioning') and busy:
            state['status'] = float('nan')
        if on('state-id-of-write'):
            state['id'] = getattr(self, 'written', self.id)
        if on('state-in-value'):
            return {'value': state}
        if on('state-without-id'):
            del state['id']
        if on('state-id-is-null'):
            state['id'] = None
        if on('state-id-is-callsign'):
            state['id'] = self.callsign
        if busy and on('state-id-empty-while-provisioning'):
            state['id'] = ''
        if on('state-without-status'):
            del state['status']
        if on('state-status-is-string'):
            state['status'] = str(status)
        if busy and on('state-status-is-string-while-provisioning'):
            state['status'] = 'provisioning'
        if busy and on('state-status-null-while-provisioning'):
            state['status'] = None
        if on('state-status-is-boolean'):
            state['status'] = True
        if on('state-without-tokens') or busy and on('state-without-tokens-while-provisioning'):
            del state['tokens']
        if busy and on('state-tokens-null-while-provisioning'):
            state['tokens'] = None
        if on('state-tokens-null-after-provision') and self.triggered:
            state['tokens'] = None
        if on('state-status-text-after-provision') and self.triggered:
            state['status'] = 'started'
        if on('state-tokens-is-string'):
            state['tokens'] = ', '.join(tokens)
        if on('state-tokens-is-object'):
            state['tokens'] = {token: True for token in tokens}
        if on('state-tokens-hold-objects'):
            state['tokens'] = [{'label': token} for token in tokens]
        if on('state-tokens-hold-null'):
            state['tokens'] = tokens + [None]
        if on('state-tokens-lack-one'):
            state['tokens'] = tokens[:-1]
        if on('state-tokens-joined'):
            state['tokens'] = [', '.join(tokens)]
        if on('extra-members'):
            state.update({'date': '2026-02-03T04:05:06Z', 'labels': None})
        if on('members-shuffled'):
            state = dict(reversed(state.items()))
        if on('state-in-array'):
            return [state]
        if on('state-is-text'):
            return json.dumps(state)
        if on('state-in-capitals'):
            return {key.capitalize(): value for key, value in state.items()}
        return state

    def told(self, tokens):
        if on('state-tokens-twice'):
            return tokens + tokens[:1]
        if on('state-tokens-in-capitals'):
            return [token.upper() for token in tokens]
        if on('state-tokens-html-escaped'):
            return [html.escape(token) for token in tokens]
        if on('state-tokens-encoded-twice'):
            return [token.encode().decode('latin-1') for token in tokens]
        if on('state-tokens-decomposed'):
            return [unicodedata.normalize('NFD', token) for token in tokens]
        if on('state-tokens-nested'):
            return [tokens]
        if on('state-tokens-end-empty'):
            return tokens + ['']
        if on('state-tokens-with-index'):
            return [token + '=0' for token in tokens]
        if on('state-tokens-by-number'):
            return list(range(len(tokens)))
        if on('state-tokens-hold-callsign'):
            return tokens + [self.callsign]
        return tokens

    def over_websocket(self):
        return getattr(self.local, 'channel', None) is not None

    def write(self, name, params, channel):
        value = params if isinstance(params, str) else None
        if isinstance(params, dict):
            value = next((v for v in params.values() if isinstance(v, str)), None)
        if isinstance(params, list) and params and isinstance(params[0], str):
            value = params[0]
        self.write_further(name, params, value)
        if name == 'id':
            if on('id-write-of-same-answered') and value == self.id or on('id-empty-write-answered') and not params:
                return None
            if on('id-writable-on-websocket') and channel or on('id-writable-while-provisioning') and self.mode == 'provisioning':
                self.id = value or 'written'
                return None
            if on('id-writable-by-array') and isinstance(params, list):
                self.id = value or 'written'
                return None
            if on('id-writable-while-unavailable') and self.mode == 'unavailable':
                self.id = value or 'written'
                return None
            if on('id-writable', 'id-write-refused-and-done') or on('id-writable-over-http') and not channel:
                self.id = value or 'written'
            if on('id-writable', 'id-write-answered-null') or on('id-writable-over-http') and not channel:
                return None
            if on('id-write-answered-value'):
                return self.id
        else:
            if on('state-writable-while-unavailable') and self.mode == 'unavailable':
                self.mode = 'idle'
                return None
            if on('state-writable-while-provisioning') and self.mode == 'provisioning':
                return None
            if on('state-writable'):
                self.status += 1
                self.tokens = self.tokens[:1]
                return None
            if on('state-write-answered-null'):
                return None
            if on('state-write-refused-and-done'):
                self.tokens = []
        if on('write-closes'):
            raise Drop()
        if on('write-refused-32601'):
            raise Fault(-32601, 'Method not found')
        if on('write-refused-24'):
            raise own_fault(24)
        if on('write-refused-32602'):
            raise Fault(-32602, 'Invalid params')
        raise own_fault(2)

    def write_further(self, name, params, value):
        if on('state-id-of-write') and name == 'id':
            self.written = value or 'written'
        if on('id-write-by-notification-done') and name == 'id' and getattr(self.local, 'silent', False):
            self.id = value or 'written'
        if on('id-write-in-batch-done') and name == 'id' and getattr(self.local, 'batch', False):
            self.id = value or 'written'

    # Events.

    def register(self, params, channel):
        if on('register-fails'):
            raise Fault(-32601, 'Unknown method.')
        event, key = self.registration(params)
        if on('register-unknown-event-refused') and event != 'provisioningchange':
            raise own_fault(2)
        if on('event-registration-without-case'):
            event = event.lower()
        if on('registration-by-prefix') and event and 'provisioningchange'.startswith(event):
            event = 'provisioningchange'
        entry = (channel, event, key)
        if on('register-refused-while-provisioning') and self.mode == 'provisioning':
            raise own_fault(12)
        if on('register-again-lost') and entry in self.gone:
            return 0
        if on('event-before-register-reply') and event == 'provisioningchange':
            channel.send(self.event(key, key, self.status))
        if on('observers-limited') and len(self.observers) >= 2:
            self.observers.pop(0)
        if entry in self.observers:
            if on('register-again-unregisters'):
                self.observers.remove(entry)
            if on('duplicate-register-accepted'):
                return None
            if release() == 'r4':
                raise Fault(22, 'Registration already done!!!.')
            if release() == 'r5':
                raise Fault(-31048, 'Registration failed.')
            raise Fault(29, 'Duplicate registration. Only 1 remains!!!')
        if on('register-on-other-channel-replaces'):
            self.observers = [o for o in self.observers if o[1:] != entry[1:]]
        if on('event-to-one-per-channel'):
            self.observers = [o for o in self.observers if o[0] is not channel]
        self.observers.append(entry)
        if on('register-tells-all'):
            self.change()
        if on('ping-of-events') and event.lower() != 'provisioningchange':
            channel.send(json.dumps({'jsonrpc': '2.0', 'method': key + '.' + event, 'params': {}}))
        if on('register-answers-true'):
            return True
        if on('register-answers-text'):
            return 'Registered'
        if on('register-answers-id'):
            return {'id': key}
        return None if on('register-answers-null') or release() == 'r5' else 0

    def unregister(self, params, channel):
        event, key = self.registration(params)
        entry = (channel, event, key)
        if on('unregister-ignores-event'):
            self.observers = [o for o in self.observers if o[0] is not channel or o[2] != key or o == entry]
        if on('unregister-ignores-id'):
            self.observers = [o for o in self.observers if o[:2] != entry[:2] or o == entry]
        if on('unregister-unknown-takes-all') and entry not in self.observers:
            self.observers = [o for o in self.observers if o[0] is not channel]
        self.gone.append(entry)
        if entry not in self.observers:
            if on('unregister-unknown-accepted'):
                return None
            if release() == 'r4':
                raise Fault(22, 'Unregister was already done!!!.')
            if release() == 'r5':
                raise Fault(-31048, 'Registration failed.')
            raise Fault(-32601, 'Registration not found!!!')
        if on('event-after-unregister'):
            return 0
        if on('unregister-takes-all'):
            self.observers = [o for o in self.observers if o[0] is not channel]
        elif on('unregister-takes-other-channels'):
            self.observers = [o for o in self.observers if o[1:] != entry[1:]]
        else:
            self.observers.remove(entry)
        if on('unregister-answers-true'):
            return True
        return None if on('register-answers-null') or release() == 'r5' else 0

    def registration(self, params):
        params = params if isinstance(params, dict) else {}
        if on('register-params-without-case'):
            params = {name.lower(): value for name, value in params.items()}
        event, key = params.get('event', ''), params.get('id', '')
        good = isinstance(event, str) and isinstance(key, str) and (event and key or release() in ('r2', 'r4'))
        if not good:
            raise Fault(-32602, 'Invalid params')
        return event, key

    def change(self, turn=None, progress=None):
        with self.lock:
            if turn is not None and turn != self.turn:
                return
            status = self.status if progress is None else progress
            wanted = [o for o in self.observers if o[1] == 'provisioningchange' or on('event-for-other-events')]
            if on('event-to-first-only'):
                wanted = wanted[:1]
            if on('event-not-while-provisioning') and self.mode == 'provisioning':
                wanted = []
            if on('event-not-while-unavailable') and self.mode == 'unavailable':
                wanted = []
            self.changes += 1
            if on('events-end-after-eight') and self.changes > 8:
                wanted = []
            if on('event-to-last-only'):
                wanted = wanted[-1:]
            if on('event-once-per-registration'):
                self.observers = [o for o in self.observers if o not in wanted]
            if on('event-to-everybody'):
                listening = {id(o[0]) for o in wanted}
                wanted += [(c, 'provisioningchange', 'client') for c in self.channels if id(c) not in listening]
            last = self.observers[-1][2] if self.observers else ''
        if on('event-late'):
            time.sleep(0.3)
        if on('events-concatenated'):
            for channel in {id(o[0]): o[0] for o in wanted}.values():
                channel.send(''.join(self.event(o[2], last, status) for o in wanted if o[0] is channel))
            wanted = []
        if on('event-waits-for-call'):
            self.waiting += [(channel, self.event(key, last, status)) for channel, _, key in wanted]
            wanted = []
        for channel, _, key in wanted:
            channel.send(self.event(key, last, status), binary=on('event-in-binary'))
            if on('event-twice'):
                channel.send(self.event(key, last, status))
        return {'status': status} if isinstance(status, int) and abs(status) < 2**40 and not on('no-status-fact') else {}

    def event(self, key, last, status):
        name = 'provisioningchange'
        if on('event-name-in-capitals'):
            name = 'ProvisioningChange'
        if on('event-name-past'):
            name = 'provisioningchanged'
        if on('event-with-fixed-prefix'):
            key = 'client.events.1'
        if on('event-prefix-is-callsign'):
            key = self.callsign + '.1'
        if on('event-prefix-of-the-last'):
            key = last
        if on('event-prefix-lower-case'):
            key = key.lower()
        if on('event-prefix-cut'):
            key = key.split('.')[0]
        if on('event-prefix-at-most-16'):
            key = key[:16]
        if on('event-with-version'):
            name = '%d.%s' % (self.version, name)
        method = name if on('event-without-prefix') or key == '' else key + '.' + name
        params = {'status': str(status) if on('event-status-is-string') else status}
        if on('event-without-status'):
            params = {}
        if on('event-status-stale'):
            params = {'status': 0}
        if on('event-status-null'):
            params = {'status': None}
        if on('event-status-in-capitals'):
            params = {'Status': status}
        if on('event-status-nested'):
            params = {'data': params}
        if on('event-params-in-array'):
            params = [params]
        if on('event-params-is-text'):
            params = json.dumps(params)
        if on('extra-members'):
            params.update({'reason': 'because', 'labels': ['x']})
        if on('event-params-is-number'):
            params = status
        note = {'jsonrpc': '2.0', 'method': method, 'params': params}
        if on('event-without-params'):
            del note['params']
        if on('event-with-id'):
            note['id'] = 1
        if on('event-with-null-id'):
            note['id'] = None
        if on('event-without-jsonrpc'):
            del note['jsonrpc']
        if on('event-jsonrpc-number'):
            note['jsonrpc'] = 2.0
        if on('event-with-result'):
            note['result'] = None
        if on('event-in-array'):
            note = [note]
        if on('event-as-result'):
            note = {'jsonrpc': '2.0', 'result': params}
        return dump(note)

    # One call.

    def call(self, method, params, channel):
        if on('unavailable-sticks') and self.sticky and self.mode != 'deactivated':
            self.sticky = False
            raise own_fault(2)
        if on('refuses-before-resolving') and self.mode == 'unavailable' and not method.endswith('.id'):
            raise own_fault(2)
        if on('unknown-method-in-progress') and self.mode == 'provisioning' and not re.search('[.](id|state|index|register|unregister)$', method):
            raise own_fault(12)
        name = self.resolve(method)
        if name == 'id' and on('deactivated-answers-id'):
            return self.read_id()
        if self.mode == 'deactivated' and on('deactivated-closes'):
            raise Drop()
        if self.mode == 'deactivated' and on('deactivated-answers-null'):
            return None
        if self.mode == 'deactivated' and not on('deactivated-answers'):
            if on('deactivated-2') or release() in ('r4', 'r5'):
                raise own_fault(2)
            raise Fault(-32603, 'Service is not active')
        if name == 'provision':
            if on('provision-wants-params') and not isinstance(params, dict):
                raise Fault(-32602, 'Invalid params')
            if on('provision-refuses-params') and params:
                raise Fault(-32602, 'Invalid params')
            return self.provision(channel)
        if name == 'index':
            return self.index(params)
        if name in ('id', 'state'):
            if params is not None and params != '':
                return self.write(name, params, channel)
            return self.read_id() if name == 'id' else self.read_state()
        if name in ('register', 'unregister') and channel:
            return self.register(params, channel) if name == 'register' else self.unregister(params, channel)
        raise Fault(-32601, 'Unknown method.')

    def resolve(self, method):
        if on('trims-method'):
            method = method.strip()
        if on('method-cut-at-nul'):
            method = method.split('\0')[0]
        if on('slash-for-dot'):
            method = method.replace('/', '.')
        found = re.fullmatch(r'(?s)(?:(.*?)\.)?(?:(\d+)\.)?([^.]*)', method)
        callsign, version, name = found.groups() if found else (None, None, method)
        if version is None and (callsign or '').isdigit():
            callsign, version = None, callsign
        callsign = getattr(self.local, 'callsign', None) if callsign is None else callsign
        right = callsign == self.callsign or on('callsign-without-case') and (callsign or '').lower() == self.callsign.lower()
        right = right or on('callsign-by-prefix') and (callsign or '').startswith(self.callsign)
        if not right and not on('any-callsign'):
            if release() == 'r5':
                raise Fault(-31043, 'The service is not available.')
            if on('callsign-unknown-32603') or release():
                raise Fault(-32603, 'Could not access requested service')
            raise Fault(-32601, 'Method not found')
        if version is None and not (on('version-optional') or release()):
            raise Fault(-32601, 'Method not found')
        near = on('version-by-prefix') and (version or '').startswith(str(self.version))
        near = near or on('version-below-accepted') and int(version or 9) <= self.version
        if version is not None and int(version) != self.version and not on('version-ignored') and not near:
            raise Fault({'r5': -31038}.get(release(), -32602), 'Requested version is not supported.')
        known = ['provision', 'index', 'id', 'state', 'register', 'unregister']
        name = name.split('@')[0]
        if on('methods-without-case'):
            name = name.lower()
        if on('methods-capital-first') and name[:1].isupper():
            name = name[0].lower() + name[1:]
        if on('method-by-prefix'):
            name = next((k for k in known if name.startswith(k)), name)
        if name not in known:
            if on('unknown-method-null'):
                return 'provision' if self.mode == 'never' else self.unknown()
            if on('unknown-method-is-53'):
                raise own_fault(53)
            if on('unknown-method-code'):
                raise Fault(-32600, 'Unknown method.')
            if on('unknown-method-silent'):
                raise Silence()
            raise Fault(-32601, 'Unknown method.')
        return name

    def unknown(self):
        raise Nothing()


class Silence(Exception):
    """Nothing is answered."""


class Nothing(Exception):
    """A null result is answered."""


def escape_all(text):
    return re.sub(r'"((?:[^"\\]|\\.)*)"', lambda m: json_escaped(json.loads(m.group(0))), text)


def json_escaped(text):
    units = text.encode('utf-16-be')
    return '"' + ''.join('\\u%02X%02x' % (units[i], units[i + 1]) for i in range(0, len(units), 2)) + '"'


def dump(value):
    text = json.dumps(value, ensure_ascii=on('ascii-only'), indent=3 if on('pretty') else None)
    if on('everything-escaped'):
        text = escape_all(text)
    if on('tabs-and-line-ends'):
        text = '\r\n\t ' + json.dumps(value, separators=(' ,\r\n\t', '\t:\r\n')) + '\r\n \n'
    if on('state-in-single-quotes') and isinstance(value, dict) and isinstance(value.get('result'), dict):
        text = str(value)
    if on('nul-terminated'):
        text += '\0'
    if on('byte-order-mark'):
        text = '\ufeff' + text
    if on('status-in-exponent'):
        text = text.replace('"status": 200.0', '"status": 2.00E+2')
    if on('quotes-unescaped'):
        text = text.replace('\\"', '"')
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value)
    return text


def encode(text):
    return text.encode('latin-1', 'replace') if on('latin-1') else text.encode()


def no_constant(name):
    raise ValueError(name)


class Rpc:
    """JSON-RPC over whatever: bytes of a message in, text of the answer or None out."""

    def __init__(self, plugin):
        self.plugin = plugin
        self.current = None

    def answer(self, raw, channel):
        """Gives (text or None, whether it is an error, whether the message could not be parsed)."""
        self.plugin.local.channel = channel
        if on('empty-message-ignored') and not raw.strip():
            return None, False, False
        try:
            message = self.parse(raw)
        except (ValueError, RecursionError) as problem:
            if on('invalid-utf-8-closes') and isinstance(problem, UnicodeDecodeError):
                raise Drop() from problem
            if on('deep-nesting-closes') and isinstance(problem, RecursionError):
                raise Drop() from problem
            return self.unparsable(), True, True
        if release() and isinstance(message, dict) and not readable(message.get('id')):
            return self.unparsable(), True, True
        if isinstance(message, list):
            return self.batch(message, channel)
        if on('scalar-message-ignored') and not isinstance(message, dict):
            return None, False, False
        if on('scalar-message-unparsable') and not isinstance(message, dict):
            return self.unparsable(), True, True
        if on('escapes-undecoded') and isinstance(message, dict) and re.search(rb'\\u00[67]', raw):
            message['method'] = '?'
        reply = self.single(message, channel)
        return (None, False, False) if reply is None else (dump(reply), 'error' in reply, False)

    def parse(self, raw):
        text = raw.decode('utf-8', 'replace' if on('invalid-utf-8-accepted') else 'strict')
        if on('trailing-comma-accepted'):
            text = re.sub(r',\s*([}\]])', r'\1', text)
        if on('request-wants-compact') and re.search(r'[\n\t]', text):
            raise ValueError('compact')
        if on('trailing-garbage-accepted'):
            return json.JSONDecoder().raw_decode(text.lstrip())[0]
        if on('controls-in-strings-accepted'):
            return json.loads(text, strict=False)
        return json.loads(text, parse_constant=None if on('constants-accepted') else no_constant)

    def unparsable(self):
        if on('parse-error-closes'):
            raise Drop()
        if on('parse-error-500') or release() in ('r2', 'r4'):
            return None
        code = -31050 if release() == 'r5' else -32600 if on('parse-error-code') else -32700
        none = 0 if on('parse-error-id-zero') else None
        if on('parse-error-has-last-id'):
            none = getattr(self, 'last_key', None)
        note = {'jsonrpc': '2.0', 'error': {'code': code, 'message': 'Parse error'}, 'id': none}
        if on('parse-error-without-id'):
            del note['id']
        return dump(note)

    def batch(self, messages, channel):
        if release():
            return self.unparsable(), True, True
        if on('batch-silent'):
            return None, False, False
        if on('batch-empty-silent') and not messages:
            return None, False, False
        if on('batch-empty-in-array') and not messages:
            return dump([self.invalid()]), True, False
        if on('batch-refused-whole') and not all(isinstance(message, dict) for message in messages):
            return dump(self.invalid()), True, False
        if on('batch-limited') and len(messages) > 2:
            return dump(self.invalid()), True, False
        self.plugin.local.batch = True
        if not messages and not on('empty-batch-answered-empty'):
            return dump(self.invalid()), True, False
        if on('batch-first-only'):
            messages = messages[:1]
        replies = []
        for message in messages:
            reply = self.single(message, channel)
            if on('batch-ids-of-the-first') and reply is not None and replies:
                reply['id'] = replies[0]['id']
            if on('batch-skips-invalid') and not isinstance(message, dict):
                continue
            if reply is not None or on('batch-null-for-notifications'):
                replies.append(reply)
            if on('batch-stops-at-error') and reply is not None and 'error' in reply:
                break
        self.plugin.local.batch = False
        if on('batch-in-frames') and channel:
            for reply in replies:
                channel.send(dump(reply))
            return None, False, False
        if on('out-of-order'):
            replies.reverse()
        if on('batch-not-array') and len(replies) == 1:
            return dump(replies[0]), False, False
        if not replies and messages and not on('batch-of-notifications-answered'):
            return None, False, False
        return dump(replies), False, False

    def invalid(self, key=None):
        code = -32700 if on('invalid-request-code') else -32600
        return {'jsonrpc': '2.0', 'error': {'code': code, 'message': 'Invalid Request'}, 'id': key}

    def single(self, message, channel):
        if not isinstance(message, dict):
            return self.invalid()
        if on('members-of-requests-without-case'):
            message = {name.lower(): value for name, value in message.items()}
        if on('request-wants-jsonrpc-first') and next(iter(message), '') != 'jsonrpc':
            return self.invalid(message.get('id'))
        key, method = message.get('id'), message.get('method')
        self.last_key = key
        if on('fractional-ids-refused') and isinstance(key, float) and key != int(key):
            return self.invalid()
        silent = 'id' not in message or bool(release()) and key is None
        if isinstance(key, bool) or not isinstance(key, (int, float, str, type(None))):
            return self.invalid()
        if release() and isinstance(key, str) and key.isdigit():
            key = int(key)
        if not isinstance(method, str):
            if on('method-number-crashes'):
                raise Drop()
            return self.invalid(key)
        if message.get('jsonrpc') != '2.0' and not (on('jsonrpc-unchecked') or release()):
            return self.invalid(key)
        params = message.get('params')
        if on('scalar-params-close') and params is not None and not isinstance(params, (dict, list)):
            raise Drop()
        if params is not None and not isinstance(params, (dict, list)) and not release() and params != '':
            return None if silent else self.invalid(key)
        if silent and on('notifications-ignored'):
            return None
        if on('id-null-is-none') and key is None or on('id-empty-is-none') and key == '':
            silent = True
        self.plugin.local.silent = silent
        if on('id-zero-is-none') and key == 0:
            silent = True
        if on('ids-cross'):
            self.current = key
            time.sleep(0.02)
            key = self.current
        with self.plugin.lock:
            reply = self.run(method, params, channel)
        if on('provision-answers-when-done') and method.endswith('.provision') and 'result' in (reply or {}):
            time.sleep(0.2)
        if on('registrations-lost-by-errors') and channel and 'error' in (reply or {}):
            with self.plugin.lock:
                self.plugin.observers = [o for o in self.plugin.observers if o[0] is not channel]
        if reply is None:
            return None
        if silent:
            loud = on('notifications-answered') or on('notification-answered-on-websocket') and channel
            loud = loud or on('notification-errors-answered') and 'error' in reply
            if release() == 'r2' or release() == 'r5' and 'error' in reply:
                return {'jsonrpc': '2.0', **reply}
            if not loud:
                return None
        return self.envelope(reply, key, method, channel)

    def run(self, method, params, channel):
        try:
            result = self.plugin.call(method, params, channel)
            if on('success-is-error-0') and result is None:
                return {'error': {'code': 0, 'message': 'ERROR_NONE'}}
            return {'result': result}
        except Nothing:
            return {'result': None}
        except Silence:
            return None
        except Fault as fault:
            error = {'code': fault.code, 'message': fault.message}
            if on('error-code-null'):
                error['code'] = None
            if on('error-empty'):
                return {'error': {}}
            if on('error-in-array'):
                return {'error': [error]}
            if on('error-in-error'):
                return {'error': {'error': error}}
            if on('error-is-null'):
                return {'error': None}
            if on('error-data-null'):
                error['data'] = None
            if on('message-of-the-other') and fault.own:
                error['message'] = NAMES[12 if fault.code == 2 else 2]
            if on('message-in-lower-case') and fault.own:
                error['message'] = fault.message.lower()
            if on('message-without-prefix') and fault.own:
                error['message'] = fault.message.removeprefix('ERROR_')
            if on('message-misspelt') and fault.own:
                error['message'] = fault.message.replace('INPROGRESS', 'IN_PROGRESS')
            if on('message-is-a-trace') and not fault.own:
                error['message'] = 'Traceback (most recent call last):\n  File "/usr/lib/prov.py", line 7, in call\n' + fault.message
            if on('unknown-method-page') and fault.code == -32601 and not channel:
                raise HttpFault() from fault
            if on('error-code-as-string'):
                error['code'] = str(fault.code)
            if on('error-without-message'):
                del error['message']
            if on('error-null-message'):
                error['message'] = None
            if on('error-data'):
                error['data'] = {'hint': ['one', 2]}
            if on('error-is-text'):
                return {'error': fault.message}
            if on('error-as-result') and fault.own:
                return {'result': error}
            if on('error-code-only-in-http-status') and fault.own and not channel:
                raise HttpFault() from fault
            return {'error': error}

    def bent(self, key):
        if isinstance(key, str):
            if on('string-id-trimmed'):
                key = key.strip()
            if on('string-id-lower-case'):
                key = key.lower()
            if on('string-id-cut'):
                key = key[:32]
            if on('string-id-in-ascii'):
                key = key.encode('ascii', 'replace').decode()
            if on('string-id-composed'):
                key = unicodedata.normalize('NFC', key)
            if on('string-id-empty-is-null'):
                key = key or None
            if on('string-id-escaped-twice'):
                key = json.dumps(key)[1:-1]
            if on('string-id-cut-at-nul'):
                key = key.split('\0')[0]
        elif key is not None:
            if on('negative-id-absolute'):
                key = abs(key)
            if on('negative-id-unsigned') and key < 0:
                key += 2**32
            if on('fraction-of-id-lost'):
                key = int(key)
            if on('id-in-six-digits'):
                key = float('%g' % key) if abs(key) >= 1e6 else key
            if on('id-with-fraction') and abs(key) < 2**53:
                key = float(key)
        elif on('id-null-is-zero'):
            key = 0
        return key

    def envelope(self, reply, key, method, channel):
        failed = 'error' in reply
        if on('id-as-string') and key is not None:
            key = str(key)
        if on('id-always-42'):
            key = 42
        whole = isinstance(key, int)
        if on('id-signed-32-bit') and whole:
            key = (key + 2**31) % 2**32 - 2**31
        if on('id-16-bit') and whole:
            key = key % 2**16
        if on('string-id-as-number') and isinstance(key, str) and key.isdigit():
            key = int(key)
        if on('id-null-in-errors') and failed:
            key = None
        if on('id-of-the-last-error'):
            last, self.plugin.last_error_id = self.plugin.last_error_id, key if failed else None
            key = last if last is not None and not failed else key
        key = self.bent(key)
        envelope = {'jsonrpc': '2.0', 'id': key, **reply}
        if on('jsonrpc-2') and not failed:
            envelope['jsonrpc'] = '2'
        if on('id-missing-in-errors') and failed:
            del envelope['id']
        if on('jsonrpc-missing') or on('jsonrpc-missing-in-errors') and failed or on('jsonrpc-missing-on-websocket') and channel:
            del envelope['jsonrpc']
        if on('jsonrpc-number'):
            envelope['jsonrpc'] = 2.0
        if on('error-beside-null-result') and failed:
            envelope['result'] = None
        if on('null-error-beside-result') and not failed:
            envelope['error'] = None
        null = not failed and reply['result'] is None
        if null and (on('null-result-left-out') or on('null-result-left-out-by-index') and method.endswith('.index')):
            del envelope['result']
        if on('members-in-capitals') and not failed:
            envelope['Result'] = envelope.pop('result')
        if on('members-shuffled'):
            envelope = dict(reversed(envelope.items()))
        return envelope


class HttpFault(Exception):
    """An error of the plugin that only the HTTP status tells."""


class Channel:
    """One WebSocket: RFC 6455 by hand."""

    def __init__(self, sock, rest):
        self.sock = sock
        self.rest = rest
        self.lock = threading.Lock()
        self.count = 0
        self.open = True
        self.heard = time.monotonic()
        self.known = {}
        self.held = b''

    def frame(self, opcode, payload, fin=True):
        size = len(payload)
        mask = 0x80 if on('websocket-frames-masked') else 0
        head = bytes([(0x80 if fin else 0) | (0x40 if on('websocket-reserved-bit') else 0) | opcode])
        if size < 126 and on('websocket-lengths-not-minimal'):
            head += bytes([126]) + struct.pack('>H', size)
        elif size < 126:
            head += bytes([mask | size])
        elif size < 65536:
            head += bytes([mask | 126]) + struct.pack('>H', size)
        else:
            head += bytes([mask | 127]) + struct.pack('>Q', size)
        return head + (b'\0\0\0\0' if mask else b'') + payload

    def send(self, text, binary=False):
        payload = encode(text)
        if on('long-message-lost'):
            payload = payload[:125]
        opcode = 2 if binary or on('websocket-answers-in-binary') else 1
        if on('websocket-fragments') and len(payload) > 4:
            third = len(payload) // 3
            data = self.frame(opcode, payload[:third], False) + self.frame(9, b'hm')
            data += self.frame(0, payload[third : 2 * third], False) + self.frame(0, payload[2 * third :])
        else:
            data = self.frame(opcode, payload)
        if on('websocket-empty-fragments'):
            data = self.frame(opcode, b'', False) + self.frame(0, payload, False) + self.frame(0, b'')
        if on('websocket-unasked-pongs'):
            data = self.frame(10, b'here') + data
        if on('websocket-split-packets'):
            return self.raw(*(data[i : i + 7] for i in range(0, len(data), 7)))
        if on('websocket-coalesced'):
            if not self.held:
                threading.Timer(0.02, self.flush).start()
            self.held += data
            return None
        self.raw(data)
        return None

    def flush(self):
        data, self.held = self.held, b''
        self.raw(data)

    def raw(self, *parts):
        with self.lock:
            try:
                for data in parts:
                    self.sock.sendall(data)
                    if len(parts) > 1:
                        time.sleep(0.001)
            except OSError:
                self.open = False

    def read(self, size):
        while len(self.rest) < size:
            more = self.sock.recv(65536)
            if not more:
                raise Drop()
            self.rest += more
        data, self.rest = self.rest[:size], self.rest[size:]
        return data

    def messages(self):
        """Yields whole messages; answers pings and the close on the way."""
        parts = b''
        while True:
            first, second = self.read(2)
            self.heard = time.monotonic()
            if on('websocket-long-messages-close') and second & 0x7F > 125:
                raise Drop()
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack('>H', self.read(2))
            elif size == 127:
                (size,) = struct.unpack('>Q', self.read(8))
            if size > 4_000_000 or not second & 0x80:
                self.raw(self.frame(8, struct.pack('>H', 1009 if size > 4_000_000 else 1002)))
                raise Drop()
            mask = self.read(4)
            payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(self.read(size)))
            opcode = first & 15
            if on('second-message-lost') and opcode < 3:
                self.rest = b''
            if opcode == 8 and on('websocket-close-unanswered'):
                raise Drop()
            if opcode == 9 and on('websocket-ping-closes'):
                raise Drop()
            if opcode == 9 and on('websocket-ping-unanswered'):
                continue
            if opcode == 8 and on('websocket-close-empty'):
                payload = b''
            if opcode == 9 and on('websocket-pong-empty'):
                payload = b''
            if opcode in (0, 1, 2) and on('websocket-fragments-apart'):
                yield payload
                continue
            if opcode == 8:
                self.raw(self.frame(8, payload[:2]))
                raise Drop()
            if opcode == 9:
                self.raw(self.frame(10, payload))
            elif opcode in (0, 1, 2):
                parts += payload
                if first & 0x80:
                    whole, parts = parts, b''
                    yield whole


class Server:
    def __init__(self):
        self.plugin = Plugin()
        self.rpc = Rpc(self.plugin)
        self.paths = ('/rpc/v1', '/socket') if on('other-path') else ('/jsonrpc', '/jsonrpc')
        self.socket = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.url = 'http://127.0.0.1:%d' % self.socket.getsockname()[1]

    def serve(self):
        if on('event-spontaneous'):
            threading.Thread(target=self.chatter, daemon=True).start()
        while True:
            sock, _ = self.socket.accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.connection, args=(sock,), daemon=True).start()

    def chatter(self):
        while True:
            time.sleep(0.06)
            if self.plugin.mode != 'deactivated':
                self.plugin.change()

    def connection(self, sock):
        try:
            self.requests(sock)
        except (Drop, OSError):
            pass
        finally:
            sock.close()

    def requests(self, sock):
        rest = b''
        served = 0
        while True:
            while b'\r\n\r\n' not in rest:
                more = sock.recv(65536)
                if not more or len(rest) > 100_000:
                    return
                rest += more
            head, rest = rest.split(b'\r\n\r\n', 1)
            lines = head.decode('latin-1').split('\r\n')
            try:
                method, target, _ = lines[0].split(' ')
            except ValueError:
                return self.reply(sock, 400, b'')
            fields = {}
            for line in lines[1:]:
                name, _, value = line.partition(':')
                if on('http-field-names-with-case') and name == name.lower():
                    continue
                fields[name.strip().lower()] = value.strip()
            self.plugin.local.fields = fields
            self.plugin.local.last = fields.get('connection', '').lower() == 'close' or on('http-1.0', 'http-until-close')
            path = target.split('?')[0]
            if fields.get('upgrade', '').lower() == 'websocket':
                return self.websocket(sock, path, fields, rest)
            if on('http-reads-one-packet') and path != '/_stage':
                fields['content-length'] = str(min(len(rest), int(fields.get('content-length') or 0)))
            body, rest = self.body(sock, fields, rest)
            if on('http-second-in-packet-lost'):
                rest = b''
            served += 1
            if path == '/_stage':
                self.stage(sock, body)
            elif on('http-closes-late') and served > 1:
                raise Drop()
            else:
                self.post(sock, method, path, body)
            if fields.get('connection', '').lower() == 'close' or on('http-closes') or self.plugin.local.last and path != '/_stage':
                return

    def body(self, sock, fields, rest):
        if fields.get('expect', '').lower() == '100-continue':
            sock.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')

        def fill(test):
            nonlocal rest
            while not test():
                more = sock.recv(65536)
                if not more:
                    raise Drop()
                rest += more

        if on('http-chunked-requests-empty') and 'transfer-encoding' in fields:
            fields.pop('transfer-encoding')
            rest = b''
        if fields.get('transfer-encoding', '').lower() == 'chunked':
            data = b''
            while True:
                fill(lambda: b'\r\n' in rest)
                line, rest = rest.split(b'\r\n', 1)
                size = int(line.split(b';')[0], 16)
                fill(lambda: len(rest) >= size + 2)
                data, rest = data + rest[:size], rest[size + 2 :]
                if size == 0:
                    return data, rest
        size = int(fields.get('content-length') or 0)
        fill(lambda: len(rest) >= size)
        return rest[:size], rest[size:]

    def post(self, sock, method, path, body):
        below = path[len(self.paths[0]) + 1 :] if path.startswith(self.paths[0] + '/') else None
        if below not in (None, self.plugin.callsign) or below is None and path != self.paths[0] or on('no-http'):
            return self.reply(sock, 400 if release() == 'r2' else 404, b'')
        self.plugin.local.callsign = below
        if method == 'OPTIONS' and on('http-options'):
            return self.reply(sock, 204, b'', allow='POST, OPTIONS')
        if method != 'POST':
            return self.reply(sock, 405, b'<html>405</html>', 'text/html', allow='POST')
        fields = self.plugin.local.fields
        kind = fields.get('content-type', '')
        if on('http-charset-refused') and ';' in kind or on('http-other-types-refused') and not kind.lower().startswith('application/json'):
            return self.reply(sock, 415, b'<html>415</html>', 'text/html')
        if on('http-chunked-refused') and 'transfer-encoding' in fields:
            return self.reply(sock, 411, b'')
        if on('http-accept-refused') and 'application/json' not in fields.get('accept', ''):
            return self.reply(sock, 406, b'')
        if on('large-messages-refused') and len(body) > 16384:
            return self.reply(sock, 413, b'too large', 'text/plain')
        if on('http-early-hints'):
            sock.sendall(b'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n')
        if on('slow'):
            time.sleep(0.03)
        if self.plugin.mode == 'deactivated' and below and (on('deactivated-410') or release()):
            return self.reply(sock, 410, b'')
        try:
            text, failed, unparsed = self.rpc.answer(body, None)
        except HttpFault:
            if on('unknown-method-page'):
                return self.reply(sock, 404, b'<html>Cannot POST</html>', 'text/html')
            return self.reply(sock, 503, b'Service Unavailable', 'text/plain')
        if on('http-answers-lag') and text is not None:
            text, self.plugin.local.before = getattr(self.plugin.local, 'before', None) or text, text
        if on('answers-cached-by-id') and text is not None:
            text = self.plugin.__dict__.setdefault('answered', {}).setdefault(json.loads(text)['id'] if text[0] == '{' else text, text)
        if text is not None and unparsed and on('parse-error-page'):
            return self.reply(sock, 400, b'<html><h1>Bad Request</h1></html>', 'text/html')
        if text is None:
            if unparsed:
                return self.reply(sock, 500 if on('parse-error-500') else 202, b'')
            if release() == 'r4':
                time.sleep(3600)
            if on('notification-answered-with-null'):
                return self.reply(sock, 200, b'null', 'application/json')
            if on('notification-answered-with-object'):
                return self.reply(sock, 200, b'{}', 'application/json')
            if on('notification-answered-with-text'):
                return self.reply(sock, 200, b'OK', 'text/plain')
            if on('unknown-method-silent', 'batch-silent') and b'"id"' in body:
                time.sleep(3600)
            return self.reply(sock, 200 if on('http-200-for-notifications') else 202 if on('http-202-for-notifications') else 204, b'')
        status = 200
        if failed and (on('http-202-for-errors') or release() in ('r2', 'r4')):
            status = 202
        if failed and on('http-error-500'):
            status = 500
        if unparsed and (on('http-400-for-parse-errors') or release() == 'r5'):
            status = 400
        if on('http-404-for-unknown') and failed and '-32601' in text:
            status = 404
        if on('http-400-for-invalid') and failed and '-32600' in text:
            status = 400
        if on('http-503-for-unavailable') and failed and '"code": 2,' in text:
            status = 503
        if unparsed and on('http-closes-at-parse-errors'):
            self.plugin.local.last = True
        kind = 'application/json'
        if on('http-html-type-for-errors') and failed:
            kind = 'text/html'
        if on('http-type-spelt-otherwise'):
            kind = 'Application/JSON ; Charset="UTF-8"'
        if on('http-text-plain'):
            kind = 'text/plain'
        if on('http-charset'):
            kind = 'application/json; charset=utf-8'
        if on('http-json-rpc-type'):
            kind = 'application/json-rpc'
        if on('http-no-content-type'):
            kind = None
        size = len(text) if on('http-content-length-in-letters') else None
        self.reply(sock, status, encode(text), kind, size=size)

    REASONS = {200: 'JSONRPC executed succesfully', 202: 'Accepted', 204: 'No Content', 500: 'Oops', 410: 'Gone'}

    def reply(self, sock, status, body, kind=None, size=None, allow=None):
        reason = '' if on('http-no-reason') else self.REASONS.get(status, 'Status')
        fields = [('Cache-Control', 'no-cache'), ('Access-Control-Allow-Origin', '*')]
        asked = getattr(self.plugin.local, 'fields', {})
        if on('http-gzip') and body and 'gzip' in asked.get('accept-encoding', ''):
            body = gzip.compress(body)
            fields.append(('Content-Encoding', 'gzip'))
        if on('http-many-fields'):
            fields += [('Date', 'Sat, 21 Nov 2026 08:00:00 GMT'), ('Server', 'nginx/1.24.0'), ('Vary', 'Origin'), ('Vary', 'Accept')]
            fields += [('ETag', 'W/"1-x"'), ('Set-Cookie', 'a=b; Path=/'), ('Set-Cookie', 'c=d'), ('Keep-Alive', 'timeout=5')]
            fields += [('Connection', 'keep-alive'), ('X-Request-Id', '7'), ('Strict-Transport-Security', 'max-age=1'), ('X-Empty', '')]
        if self.plugin.local.last and on('http-until-close', 'http-closes-at-parse-errors'):
            fields.append(('Connection', 'close'))
        if kind:
            fields.insert(0, ('Content-Type', kind))
        if allow:
            fields.append(('Allow', allow))
        if on('http-closes'):
            fields.append(('Connection', 'close'))
        if on('http-lower-case'):
            fields += [('x-thing', 'Ünder'), ('server', 'a;b"c')]
        if on('http-chunked') and body:
            fields.append(('Transfer-Encoding', 'chunked'))
            half = len(body) // 2
            parts = [part for part in (body[:half], body[half:]) if part]
            body = b''.join(b'%X;x=1\r\n%s\r\n' % (len(part), part) for part in parts) + b'0\r\n\r\n'
        elif on('http-1.0', 'http-until-close'):
            pass
        elif on('http-trailers') and body:
            fields += [('Transfer-Encoding', 'chunked'), ('Trailer', 'X-Sum')]
            body = b'%x\r\n%s\r\n0\r\nX-Sum: 12\r\n\r\n' % (len(body), body)
        elif status != 204:
            fields.append(('Content-Length', str(len(body) if size is None else size)))
        if on('http-lower-case'):
            fields = [(name.lower(), value) for name, value in fields]
        if on('http-upper-case'):
            fields = [(name.upper(), value) for name, value in fields]
        line = '%s:%s\r\n' if on('http-no-blanks') else '%s: \t %s \r\n' if on('http-more-blanks') else '%s: %s\r\n'
        head = 'HTTP/1.%d %d %s\r\n' % (not on('http-1.0'), status, reason) + ''.join(line % field for field in fields) + '\r\n'
        data = head.encode('latin-1') + body
        if on('http-split-packets'):
            for start in range(0, len(data), 31):
                sock.sendall(data[start : start + 31])
                time.sleep(0.001)
            return
        sock.sendall(data)

    def websocket(self, sock, path, fields, rest):
        if path != self.paths[1] or on('no-websocket'):
            return self.reply(sock, 404, b'')
        if on('few-websockets') and len(self.plugin.channels) >= 6:
            return self.reply(sock, 503, b'too many', 'text/plain')
        accept = hashlib.sha1((fields['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').encode()).digest()
        head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: '
        head += base64.b64encode(accept[:1] * 20 if on('websocket-accept-wrong') else accept).decode() + '\r\n'
        if on('websocket-handshake-spelt-otherwise'):
            head = head.replace('101 Switching Protocols', '101 ').replace('Upgrade: websocket', 'upgrade: WebSocket')
            head = head.replace('Connection: Upgrade', 'server: x\r\ndate: Sat, 21 Nov 2026 08:00:00 GMT\r\nconnection: keep-alive, upgrade')
            head = head.replace('Sec-WebSocket-Accept', 'sec-websocket-accept')
        asked = fields.get('sec-websocket-protocol') or ('notification' if on('websocket-echoes-unasked-protocol') else '')
        if asked:
            head += 'Sec-WebSocket-Protocol: ' + asked.split(',')[0].strip() + '\r\n'
        sock.sendall((head + '\r\n').encode())
        channel = Channel(sock, rest)
        plugin = self.plugin
        with plugin.lock:
            plugin.channels.append(channel)
            if on('events-inherited') and plugin.waiting:
                plugin.observers += [(channel, event, key) for _, event, key in plugin.waiting]
                plugin.waiting = []
        if on('websocket-pings', 'websocket-closes-without-pong'):
            threading.Thread(target=self.ping, args=(channel,), daemon=True).start()
        try:
            for raw in channel.messages():
                self.message(channel, raw)
        finally:
            channel.open = False
            with plugin.lock:
                plugin.channels.remove(channel)
                if on('events-inherited'):
                    plugin.waiting += [o for o in plugin.observers if o[0] is channel]
                plugin.observers = [o for o in plugin.observers if o[0] is not channel and not on('close-takes-all')]

    def ping(self, channel):
        while channel.open:
            channel.raw(channel.frame(9, b'alive?'))
            time.sleep(0.05)
            if on('websocket-closes-without-pong') and time.monotonic() - channel.heard > 1.5:
                channel.raw(channel.frame(8, struct.pack('>H', 1001)))
                channel.sock.close()
                return

    def message(self, channel, raw):
        channel.count += 1
        if on('forgets-after-many') and channel.count % 5 == 0:
            return
        if on('slow'):
            time.sleep(0.03)
        if on('large-messages-refused') and len(raw) > 16384:
            channel.raw(channel.frame(8, struct.pack('>H', 1009)))
            raise Drop()
        text, _, unparsed = self.rpc.answer(raw, channel)
        if on('event-waits-for-call'):
            with self.plugin.lock:
                waiting, self.plugin.waiting = self.plugin.waiting, []
            for receiver, event in waiting:
                receiver.send(event)
        if text is not None and on('answers-cached-by-id'):
            text = channel.known.setdefault(json.loads(text)['id'] if text[0] == '{' else text, text)
        if unparsed and on('parse-error-silent-on-websocket'):
            return
        if text is None:
            if unparsed and on('parse-error-500'):
                raise Drop()
            return
        receiver = self.plugin.channels[-1] if on('answers-to-the-last-connection') else channel
        if on('answers-keyed-by-id') and text[0] == '{':
            first = self.plugin.__dict__.setdefault('askers', {}).setdefault(str(json.loads(text)['id']), channel)
            receiver = first if first.open else channel
        if on('answered-twice') or on('unknown-method-answered-twice') and '-32601' in text:
            receiver.send(text)
        if on('provision-answered-twice') and b'.provision"' in raw and '"result"' in text:
            threading.Timer(0.15, lambda: receiver.send(text)).start()
        if on('websocket-closes-after-parse-errors') and unparsed:
            receiver.send(text)
            channel.raw(channel.frame(8, struct.pack('>H', 1007)))
            raise Drop()
        if on('out-of-order') and channel.count % 2:
            threading.Timer(0.03, lambda: receiver.send(text)).start()
        else:
            receiver.send(text)

    def stage(self, sock, body):
        call = json.loads(body)
        name, plugin = call.get('state'), self.plugin
        facts = None
        with plugin.lock:
            modes = {'idle': 'idle', 'provisioning': 'provisioning', 'back office unavailable': 'unavailable', 'deactivated': 'deactivated'}
            if call.get('action') == 'teardown':
                facts = {}
            elif name in modes:
                plugin.reset(modes[name])
                facts = {'provisionId': plugin.id, 'label': plugin.label}
                if name == 'idle':
                    facts['tokens'] = plugin.tokens
                if name == 'deactivated':
                    facts = {}
        if facts is None and name == 'provisioning change':
            facts = plugin.change()
        answer = {'error': 'unknown state'} if facts is None else facts
        data = json.dumps(answer).encode()
        head = 'HTTP/1.1 %d Stage\r\nContent-Type: application/json\r\nContent-Length: %d\r\n'
        head += 'Connection: close\r\n\r\n' if on('http-closes') else '\r\n'
        sock.sendall((head % (400 if facts is None else 200, len(data))).encode() + data)


def entry_of(names):
    """What a target file says of the variations, beside the addresses."""
    entry = {}
    for name in names:
        for member, value in VARIATIONS[name][1].items():
            if isinstance(value, dict):
                entry.setdefault(member, {}).update(value)
            else:
                entry[member] = value
    return entry


def main():
    options = argparse.ArgumentParser()
    options.add_argument('--flaw', action='append', default=[])
    options.add_argument('--variation', action='append', default=[])
    options.add_argument('--list', action='store_true')
    given = options.parse_args()
    if given.list:
        flaws = [{'name': name, 'sentence': sentence} for name, sentence in FLAWS.items()]
        variations = [{'name': name, 'why': why} for name, (why, _) in VARIATIONS.items()]
        print(json.dumps({'flaws': flaws, 'variations': variations}))
        return
    for name in given.flaw:
        assert name in FLAWS, name
    for name in given.variation:
        assert name in VARIATIONS, name
    ON.update(given.flaw, given.variation)
    server = Server()
    print(json.dumps({'url': server.url, 'stage': server.url + '/_stage', **entry_of(given.variation)}), flush=True)
    server.serve()


if __name__ == '__main__':
    sys.exit(main())
