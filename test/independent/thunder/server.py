"""
A Thunder Provisioning plugin in Python's standard library alone, written from the document and its companion: sockets,
HTTP and WebSocket framing by hand, a thread for each connection. With --flaw it is wrong in one way, with --variation it
is other and still right; --list prints both.
"""

import argparse
import base64
import hashlib
import json
import random
import re
import socket
import struct
import sys
import threading
import time

from defects import FLAWS, VARIATIONS

ON = set()


def on(*names):
    return any(name in ON for name in names)


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
        self.sticky = False
        self.local = threading.local()
        self.last_error_id = None
        self.reset('idle')

    def reset(self, mode):
        self.mode = mode
        self.turn += 1
        self.id = 'WPE00000pYx7RT02'
        self.status = 0 if on('status-zero') else 404 if on('status-404') else 200.5 if on('status-fraction') else 200
        self.tokens = ['widevine', 'playready', 'clé "A"']
        self.label = 'widevine'
        if mode == 'deactivated':
            self.observers.clear()

    # Methods and properties.

    def provision(self, channel):
        if self.mode == 'unavailable':
            if on('provision-ignores-unavailable'):
                return self.void_provision(channel)
            if on('unavailable-is-in-progress'):
                raise own_fault(12)
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
        if self.mode == 'idle':
            self.start()
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
        if on('index-missing'):
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
        if on('index-is-signed') and number and index > 2**31 - 1:
            raise bad

    def refuse_unavailable(self, general):
        self.sticky = True
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
        if on('id-with-newline'):
            return self.id + '\n'
        return self.id

    def read_state(self):
        busy = self.mode == 'provisioning'
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
        state = {'id': self.id, 'status': status, 'tokens': tokens}
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

    def write(self, name, params, channel):
        value = params if isinstance(params, str) else None
        if isinstance(params, dict):
            value = next((v for v in params.values() if isinstance(v, str)), None)
        if isinstance(params, list) and params and isinstance(params[0], str):
            value = params[0]
        if name == 'id':
            if on('id-writable', 'id-write-refused-and-done') or on('id-writable-over-http') and not channel:
                self.id = value or 'written'
            if on('id-writable', 'id-write-answered-null') or on('id-writable-over-http') and not channel:
                return None
            if on('id-write-answered-value'):
                return self.id
        else:
            if on('state-writable'):
                self.status += 1
                self.tokens = self.tokens[:1]
                return None
            if on('state-write-answered-null'):
                return None
            if on('state-write-refused-and-done'):
                self.tokens = []
        if on('write-refused-24'):
            raise own_fault(24)
        if on('write-refused-32602'):
            raise Fault(-32602, 'Invalid params')
        raise own_fault(2)

    # Events.

    def register(self, params, channel):
        if on('register-fails'):
            raise Fault(-32601, 'Unknown method.')
        event, key = self.registration(params)
        if on('register-unknown-event-refused') and event != 'provisioningchange':
            raise own_fault(2)
        if on('event-registration-without-case'):
            event = event.lower()
        entry = (channel, event, key)
        if entry in self.observers:
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
        if on('ping-of-events') and event.lower() != 'provisioningchange':
            channel.send(json.dumps({'jsonrpc': '2.0', 'method': key + '.' + event, 'params': {}}))
        return None if on('register-answers-null') or release() == 'r5' else 0

    def unregister(self, params, channel):
        event, key = self.registration(params)
        entry = (channel, event, key)
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
        return None if on('register-answers-null') or release() == 'r5' else 0

    def registration(self, params):
        params = params if isinstance(params, dict) else {}
        event, key = params.get('event', ''), params.get('id', '')
        good = isinstance(event, str) and isinstance(key, str) and (event and key or release() in ('r2', 'r4'))
        if not good:
            raise Fault(-32602, 'Invalid params')
        return event, key

    def change(self, turn=None):
        with self.lock:
            if turn is not None and turn != self.turn:
                return
            status = self.status
            wanted = [o for o in self.observers if o[1] == 'provisioningchange' or on('event-for-other-events')]
            if on('event-to-first-only'):
                wanted = wanted[:1]
            if on('event-to-last-only'):
                wanted = wanted[-1:]
            if on('event-once-per-registration'):
                self.observers = [o for o in self.observers if o not in wanted]
            if on('event-to-everybody'):
                listening = {id(o[0]) for o in wanted}
                wanted += [(c, 'provisioningchange', 'client') for c in self.channels if id(c) not in listening]
            last = self.observers[-1][2] if self.observers else ''
        for channel, _, key in wanted:
            channel.send(self.event(key, last, status), binary=on('event-in-binary'))
            if on('event-twice'):
                channel.send(self.event(key, last, status))
        return {'status': status} if isinstance(status, int) else {}

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
        method = name if on('event-without-prefix') or key == '' else key + '.' + name
        params = {'status': str(status) if on('event-status-is-string') else status}
        if on('event-without-status'):
            params = {}
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
        if on('event-as-result'):
            note = {'jsonrpc': '2.0', 'result': params}
        return dump(note)

    # One call.

    def call(self, method, params, channel):
        if on('unavailable-sticks') and self.sticky and self.mode != 'deactivated':
            self.sticky = False
            raise own_fault(2)
        name = self.resolve(method)
        if self.mode == 'deactivated' and not on('deactivated-answers'):
            if on('deactivated-2') or release() in ('r4', 'r5'):
                raise own_fault(2)
            raise Fault(-32603, 'Service is not active')
        if name == 'provision':
            if on('provision-wants-params') and not isinstance(params, dict):
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
        found = re.fullmatch(r'(?s)(?:(.*?)\.)?(?:(\d+)\.)?([^.]*)', method)
        callsign, version, name = found.groups() if found else (None, None, method)
        callsign = getattr(self.local, 'callsign', None) if callsign is None else callsign
        right = callsign == self.callsign or on('callsign-without-case') and (callsign or '').lower() == self.callsign.lower()
        if not right and not on('any-callsign'):
            if release() == 'r5':
                raise Fault(-31043, 'The service is not available.')
            if on('callsign-unknown-32603') or release():
                raise Fault(-32603, 'Could not access requested service')
            raise Fault(-32601, 'Method not found')
        if version is None and not (on('version-optional') or release()):
            raise Fault(-32601, 'Method not found')
        if version is not None and int(version) != self.version and not on('version-ignored'):
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


def dump(value):
    text = json.dumps(value, ensure_ascii=on('ascii-only'), indent=3 if on('pretty') else None)
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
        try:
            message = json.loads(raw.decode('utf-8'), parse_constant=no_constant)
        except (ValueError, RecursionError):
            return self.unparsable(), True, True
        if isinstance(message, list):
            return self.batch(message, channel)
        reply = self.single(message, channel)
        return (None, False, False) if reply is None else (dump(reply), 'error' in reply, False)

    def unparsable(self):
        if on('parse-error-closes'):
            raise Drop()
        if on('parse-error-500') or release() in ('r2', 'r4'):
            return None
        code = -31050 if release() == 'r5' else -32600 if on('parse-error-code') else -32700
        none = 0 if on('parse-error-id-zero') else None
        return dump({'jsonrpc': '2.0', 'error': {'code': code, 'message': 'Parse error'}, 'id': none})

    def batch(self, messages, channel):
        if release():
            return self.unparsable(), True, True
        if on('batch-silent'):
            return None, False, False
        if not messages and not on('empty-batch-answered-empty'):
            return dump(self.invalid()), True, False
        if on('batch-first-only'):
            messages = messages[:1]
        replies = []
        for message in messages:
            reply = self.single(message, channel)
            if reply is not None:
                replies.append(reply)
            if on('batch-stops-at-error') and reply is not None and 'error' in reply:
                break
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
        key, method = message.get('id'), message.get('method')
        silent = 'id' not in message
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
        if params is not None and not isinstance(params, (dict, list)) and not release() and params != '':
            return None if silent else self.invalid(key)
        if silent and on('notifications-ignored'):
            return None
        if on('id-zero-is-none') and key == 0:
            silent = True
        if on('ids-cross'):
            self.current = key
            time.sleep(0.02)
            key = self.current
        with self.plugin.lock:
            reply = self.run(method, params, channel)
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
            return {'result': self.plugin.call(method, params, channel)}
        except Nothing:
            return {'result': None}
        except Silence:
            return None
        except Fault as fault:
            error = {'code': fault.code, 'message': fault.message}
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
        envelope = {'jsonrpc': '2.0', 'id': key, **reply}
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

    def frame(self, opcode, payload, fin=True):
        size = len(payload)
        mask = 0x80 if on('websocket-frames-masked') else 0
        head = bytes([(0x80 if fin else 0) | opcode])
        if size < 126:
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
        self.raw(data)

    def raw(self, data):
        with self.lock:
            try:
                self.sock.sendall(data)
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
        while True:
            sock, _ = self.socket.accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.connection, args=(sock,), daemon=True).start()

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
                fields[name.strip().lower()] = value.strip()
            path = target.split('?')[0]
            if fields.get('upgrade', '').lower() == 'websocket':
                return self.websocket(sock, path, fields, rest)
            body, rest = self.body(sock, fields, rest)
            served += 1
            if path == '/_stage':
                self.stage(sock, body)
            elif on('http-closes-late') and served > 1:
                raise Drop()
            else:
                self.post(sock, method, path, body)
            if fields.get('connection', '').lower() == 'close' or on('http-closes'):
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
        if method != 'POST':
            return self.reply(sock, 405, b'', allow='POST')
        if on('slow'):
            time.sleep(0.03)
        if self.plugin.mode == 'deactivated' and below and (on('deactivated-410') or release()):
            return self.reply(sock, 410, b'')
        try:
            text, failed, unparsed = self.rpc.answer(body, None)
        except HttpFault:
            return self.reply(sock, 503, b'Service Unavailable', 'text/plain')
        if text is None:
            if unparsed:
                return self.reply(sock, 500 if on('parse-error-500') else 202, b'')
            if release() == 'r4':
                time.sleep(3600)
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
        kind = 'application/json'
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
        elif status != 204:
            fields.append(('Content-Length', str(len(body) if size is None else size)))
        if on('http-lower-case'):
            fields = [(name.lower(), value) for name, value in fields]
        if on('http-upper-case'):
            fields = [(name.upper(), value) for name, value in fields]
        head = 'HTTP/1.1 %d %s\r\n' % (status, reason) + ''.join('%s: %s\r\n' % field for field in fields) + '\r\n'
        sock.sendall(head.encode('latin-1') + body)

    def websocket(self, sock, path, fields, rest):
        if path != self.paths[1] or on('no-websocket'):
            return self.reply(sock, 404, b'')
        accept = hashlib.sha1((fields['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').encode()).digest()
        head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: '
        head += base64.b64encode(accept).decode() + '\r\n'
        asked = fields.get('sec-websocket-protocol') or ('notification' if on('websocket-echoes-unasked-protocol') else '')
        if asked:
            head += 'Sec-WebSocket-Protocol: ' + asked.split(',')[0].strip() + '\r\n'
        sock.sendall((head + '\r\n').encode())
        channel = Channel(sock, rest)
        plugin = self.plugin
        with plugin.lock:
            plugin.channels.append(channel)
        if on('websocket-pings'):
            threading.Thread(target=self.ping, args=(channel,), daemon=True).start()
        try:
            for raw in channel.messages():
                self.message(channel, raw)
        finally:
            channel.open = False
            with plugin.lock:
                plugin.channels.remove(channel)
                plugin.observers = [o for o in plugin.observers if o[0] is not channel and not on('close-takes-all')]

    def ping(self, channel):
        while channel.open:
            channel.raw(channel.frame(9, b'alive?'))
            time.sleep(0.05)

    def message(self, channel, raw):
        channel.count += 1
        if on('forgets-after-many') and channel.count % 5 == 0:
            return
        if on('slow'):
            time.sleep(0.03)
        text, _, unparsed = self.rpc.answer(raw, channel)
        if text is None:
            if unparsed and on('parse-error-500'):
                raise Drop()
            return
        receiver = self.plugin.channels[-1] if on('answers-to-the-last-connection') else channel
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
