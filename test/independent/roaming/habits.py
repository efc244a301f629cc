"""The DSP with the habits of frameworks, gateways and hurried programmers: what goes wrong, or differs, around dsp.Dsp."""
import asyncio
import copy
import html
import json
import re
import unicodedata
from datetime import timedelta, timezone
from urllib.parse import parse_qs, unquote, urlsplit

from dsp import OWN, PENDING, Dsp, Fault, invalid, now
from formats import Crash
from wire import Reply


class HabitualDsp(Dsp):
    def __init__(self, flaws, variations):
        super().__init__(flaws, variations)
        if self.has('base-path-repeats-the-name'):
            self.base = '/roamingProvisioning/v1/a.b_c~d'
        self.cache = {}
        self.last = None
        self.last_creation = None
        self.last_reply = None
        self.told_before = None
        self.swapped = set()

    def listening(self, port):
        target = super().listening(port)
        if self.has('target-url-with-slash'):
            target['url'] += '/'
        return target

    # answers

    async def answer(self, request):
        if request.path == '/_stage':
            return await super().answer(request)
        if self.has('paths-read-leniently'):
            request.path = re.sub('/roamingsubscriptions', '/roamingSubscriptions', request.path, flags=re.I)
            request.path = request.path.rstrip('/')
        if self.bad('malformed-escape-is-500') and re.search('%(?![0-9a-fA-F]{2})', request.path):
            return Reply(500, [('Content-Type', 'text/html')], b'<h1>URIError: URI malformed</h1>')
        if self.bad('unknown-query-parameter-is-400') and set(parse_qs(request.query)) - {'resFormat'}:
            return self.fault(invalid('Request-URI'), self.tentative_format(request))
        if self.bad('empty-body-is-500') and request.method in ('POST', 'PUT') and not request.body:
            return Reply(500, [('Content-Type', 'text/plain')], b'EOF')
        if self.bad('content-type-missing-is-500') and request.body and request.get('content-type') is None:
            return Reply(500, [('Content-Type', 'text/plain')], b"'NoneType' object has no attribute 'split'")
        if self.bad('invalid-utf-8-is-500'):
            try:
                request.body.decode('utf-16' if request.body[:2] in (b'\xff\xfe', b'\xfe\xff') else 'utf-8')
            except UnicodeDecodeError:
                return Reply(500, [('Content-Type', 'text/plain')], b'UnicodeDecodeError')
        self.query, self.method = request.query, request.method
        reply = await super().answer(request)
        return None if reply is None else self.dress(request, reply)

    def dress(self, request, reply):
        """The answer as a gateway or framework passes it on."""
        if reply.status == 202 and self.bad('content-type-missing-on-202') or \
                reply.status >= 400 and self.bad('content-type-missing-on-errors'):
            reply.headers = [h for h in reply.headers if h[0] != 'Content-Type']
        if reply.status < 300 and self.bad('json-labelled-html'):
            reply.headers = [(n, 'text/html; charset=utf-8' if n == 'Content-Type' and 'json' in v else v)
                             for n, v in reply.headers]
        if self.has('etags') and reply.status == 200:
            reply.headers += [('ETag', f'W/"{hash(reply.body) & 0xffff:x}"'), ('Vary', 'Accept, Authorization'),
                              ('Last-Modified', 'Thu, 09 May 2013 14:38:59 GMT'), ('Cache-Control', 'no-cache')]
        if self.has('cross-origin'):
            reply.headers += [('Access-Control-Allow-Origin', '*'), ('Access-Control-Expose-Headers', 'Location, Allow'),
                              ('Strict-Transport-Security', 'max-age=1'), ('X-Content-Type-Options', 'nosniff')]
        if self.has('lists-in-several-fields'):
            reply.headers = [(n, part.strip()) for n, v in reply.headers
                             for part in (v.split(',') if n == 'Allow' else [v])]
            if reply.status == 401:
                reply.headers.append(('WWW-Authenticate', 'Digest realm="dsp, too", nonce="a", qop="auth"'))
        return reply

    def fault(self, fault, fmt, request=None):
        if self.bad('malformed-json-answered-in-xml') and fault.variables[:1] == ('Request body',):
            fmt = 'XML'
        if self.has('errors-in-format-of-request') and request is not None and request.body:
            fmt = self.body_format(request) or fmt
        if fault.status == 400 and self.has('invalid-input-is-422'):
            fault = Fault(422, fault.message_id, fault.text, *fault.variables)
        if fault.status == 415 and self.bad('unknown-media-type-is-400'):
            fault = Fault(400, fault.message_id, fault.text, *fault.variables)
        if fault.status == 401 and self.bad('no-credentials-is-403'):
            fault = Fault(403, fault.message_id, fault.text)
        if fault.status == 400 and self.bad('errors-as-problem-details'):
            body = {'type': 'https://tools.ietf.org/html/rfc7231#section-6.5.1', 'title': 'One or more validation errors occurred.',
                    'status': 400, 'traceId': '00-4b'}
            return Reply(400, [('Content-Type', 'application/problem+json; charset=utf-8')], json.dumps(body).encode())
        if fault.status == 404 and self.bad('not-found-in-form-of-framework'):
            body = {'timestamp': now().isoformat(), 'status': 404, 'error': 'Not Found', 'path': '/'}
            return Reply(404, [('Content-Type', 'application/json')], json.dumps(body).encode())
        if fault.status == 409 and self.bad('conflict-without-body'):
            return Reply(409)
        if self.has('errors-without-variables'):
            fault = Fault(fault.status, fault.message_id, 'Nothing to say', headers=fault.headers)
        reply = super().fault(fault, fmt, request)
        if fmt == 'JSON' and self.has('errors-without-variables'):
            reply.body = reply.body.replace(b'"text"', b'"variables": [], "text"')
        if fault.status == 401 and request is not None and request.get('authorization') is not None and \
                self.bad('challenge-missing-for-wrong-credentials'):
            reply.headers = [h for h in reply.headers if h[0] != 'WWW-Authenticate']
        return reply

    def negotiate(self, request):
        accept = request.get('accept')
        if self.bad('accept-missing-is-406') and accept is None:
            raise Fault(406, 'SVC0001', 'A service error occurred. Error code is %1', '406')
        if accept is None and self.has('json-is-default') and not request.body and 'resFormat' not in request.query:
            return 'JSON'
        if accept is None:
            return super().negotiate(request)
        if self.has('accept-ignored-on-post') and request.method == 'POST' and 'resFormat' not in request.query:
            return self.body_format(request) or super().negotiate(request)
        items = [i.strip() for i in accept.split(',')]
        if self.bad('accept-any-is-406'):
            items = [i for i in items if not i.startswith(('*/*', 'application/*'))]
        if self.bad('accept-parameter-not-understood'):
            items = [i for i in items if not re.search(r';\s*(?!q=)', i)]
        if self.bad('accept-first-only'):
            items = items[:1]
        if self.bad('accept-compared-with-case'):
            items = [i for i in items if i == i.lower()]
        if self.bad('accept-zero-quality-served'):
            items = [re.sub(r'q=0(\.0*)?$', 'q=0.5', i) for i in items]
        asked = copy.copy(request)
        asked.headers = [h for h in request.headers if h[0] != 'accept'] + [('accept', ', '.join(items) or 'none/none')]
        return super().negotiate(asked)

    def identify(self, request):
        value = request.get('authorization') or ''
        if self.bad('malformed-authorization-is-500') and value and not re.fullmatch('(?i)basic [A-Za-z0-9+/]+=*', value):
            raise Crash()
        if self.bad('scheme-compared-with-case') and not value.startswith(('Basic ', 'Bearer ')):
            request.headers = [h for h in request.headers if h[0] != 'authorization']
        return super().identify(request)

    async def route(self, request):
        if self.has('method-before-credentials') and '/roamingSubscriptions' in request.path:
            at_one = not request.path.endswith('/roamingSubscriptions')
            allowed = ['GET', 'PUT'] if at_one else ['POST']
            if request.method not in allowed:
                raise self.not_allowed(allowed, not at_one)
        if self.bad('arp-id-compared-without-case'):
            request.path = re.sub('(/v1/)([^/]+)', lambda m: m[1] + m[2].upper(), request.path)
        if self.has('other-version-is-400') and '/roamingProvisioning/v1/' not in request.path:
            raise invalid('apiVersion')
        try:
            return await super().route(request)
        except Fault as fault:
            if fault.status == 401 and request.method == 'POST' and self.bad('unauthenticated-creation-refused-but-made'):
                await self.factory(request, OWN)
            if fault.status == 403 and request.method == 'PUT' and self.bad('other-arp-refused-but-updated'):
                segments = [unquote(s) for s in request.path[len(self.base) + 1:].split('/')]
                await self.subscription(request, segments[2], segments[4])
            raise

    # the two resources

    async def factory(self, request, arp):
        if self.has('cross-origin') and request.method == 'OPTIONS':
            return Reply(204, [('Allow', 'POST,OPTIONS'), ('Access-Control-Allow-Methods', 'POST')])
        reply = await super().factory(request, arp)
        if request.method == 'POST' and reply.status == 201:
            if self.bad('location-relative'):
                reply.headers = [(n, urlsplit(v).path if n == 'Location' else v) for n, v in reply.headers]
            if self.bad('answers-of-simultaneous-creations-mixed'):
                self.last_reply = reply
                await asyncio.sleep(0.03)
                return self.last_reply
        return reply

    def check(self, value, fmt, arp, creating):
        if self.bad('repeated-elements-taken'):
            value = {k: v if k == 'userId' else v[-1:] for k, v in value.items()}
        reference = value.get('callbackReference', [None])[0]
        if self.bad('unknown-elements-in-callback-refused') and isinstance(reference, dict) and \
                set(reference) - {'notifyURL', 'callbackData', 'notificationFormat'}:
            raise invalid('callbackReference')
        given = super().check(value, fmt, arp, creating)
        if self.has('put-needs-resource-url') and not creating and not given['url']:
            raise invalid('resourceURL')
        if creating:
            customer = self.find_customer(given['users'])
            active = any(s.customer is customer and s.status == 'Active' for s in self.subscriptions.values())
            if customer is not None and active and self.bad('recipient-creation-refused'):
                raise Fault(409, 'SVC0001', 'A service error occurred. Error code is %1', 'Active')
        return given

    def new_id(self, arp, given=None):
        if given is not None and self.bad('creation-reuses-subscription-of-user'):
            customer = self.find_customer(given['users'])
            for (at, ident), sub in self.subscriptions.items():
                if at == arp and sub.customer is customer and customer is not None and sub.status not in PENDING:
                    return ident
        if self.has('ids-with-percent-and-plus'):
            return f'{self.count:05d}+b%2Fc'
        if self.has('ids-with-leading-zeros') or self.bad('notification-id-numeric-in-json'):
            return f'{self.count + 1:09d}'
        return super().new_id(arp, given)

    def callback(self, value, given, creating):
        super().callback(value, given, creating)
        data = given['data']
        if data is None:
            return
        if self.bad('callback-data-percent-decoded'):
            data = unquote(data)
        if self.bad('callback-data-escaped-for-html'):
            data = html.escape(data, quote=False)
        if self.bad('callback-data-normalised'):
            data = unicodedata.normalize('NFC', data)
        if self.bad('callback-data-cut-at-255'):
            data = data[:255]
        if self.bad('astral-characters-lost'):
            data = re.sub('[\U00010000-\U0010ffff]', '?', data)
        if self.bad('callback-data-dates-rewritten'):
            data = re.sub(r'^(\d{4})-(\d\d)-(\d\d)T([\d:]+).*$', r'\2/\3/\1 \4', data)
        if self.bad('callback-data-line-ends-normalised'):
            data = re.sub('\r\n?', '\n', data)
        given['data'] = data

    async def subscription(self, request, arp, ident):
        sub = self.subscriptions.get((arp, ident))
        if self.has('method-after-existence') and sub is None:
            raise Fault(404, 'SVC0004', 'No valid addresses provided in message part %1', 'Request-URI')
        if self.has('body-before-existence') and request.method == 'PUT':
            self.read(request, arp, False)
        if self.has('cross-origin') and request.method == 'OPTIONS':
            return Reply(204, [('Allow', 'GET,PUT,OPTIONS'), ('Access-Control-Allow-Methods', 'GET, PUT')])
        if sub is None:
            return await super().subscription(request, arp, ident)
        if request.method == 'GET':
            if self.bad('invisible-until-granted') and sub.status == 'PreProvisioningPending':
                raise Fault(404, 'SVC0004', 'No valid addresses provided in message part %1', 'Request-URI')
            if self.bad('get-repeats-notification') and sub.told > 0:
                self.tell([(sub, sub.status, None)])
            reply = await super().subscription(request, arp, ident)
            return self.cached(sub, request, reply)
        if request.method == 'PUT' and self.bad('empty-put-taken') and not request.body:
            return self.resource(200, self.negotiate(request), self.represent(sub))
        if request.method == 'PATCH' and self.bad('patch-modifies'):
            request.method = 'PUT'
        return await super().subscription(request, arp, ident)

    def cached(self, sub, request, reply):
        if self.bad('cache-ignores-accept'):
            version = repr(self.represent(sub))
            if self.cache.get(request.path, ('',))[0] != version:
                self.cache[request.path] = (version, reply)
            return copy.copy(self.cache[request.path][1])
        if self.bad('cache-outlives-callback-updates'):
            place = (request.path, self.tentative_format(request))
            version = (sub.status, sub.signalling)
            if self.cache.get(place, ('',))[0] != version:
                self.cache[place] = (version, reply)
            return copy.copy(self.cache[place][1])
        return reply

    # updates

    async def update(self, sub, given, fmt):
        before, want = sub.status, given['status'] or sub.status
        same = want == before
        old = (sub.notify_url, sub.data, sub.format)
        if self.bad('callback-update-refused-while-pending') and same and before in PENDING:
            raise self.bad_transition(before, want)
        if self.bad('deactivation-refused-while-signalling-pending') and want == 'Deactivated' and sub.wanted:
            raise self.bad_transition(before, want)
        if self.bad('pre-provisioning-completed-by-put') and (before, want) == ('PreProvisioningPending', 'PreProvisioned'):
            sub.status = 'PreProvisioned'
            return self.resource(200, fmt, self.represent(sub))
        if self.bad('preprovisioned-again-from-deactivated') and (before, want) == ('Deactivated', 'PreProvisioned'):
            sub.status = 'PreProvisioned'
            return self.resource(200, fmt, self.represent(sub))
        if self.bad('signalling-absent-is-reset') and given['signalling'] is None:
            sub.signalling = 'OnLine'
        if self.bad('callback-data-cannot-be-removed') and given['data'] is None:
            given['data'] = sub.data
        if self.bad('update-of-data-alone-ignored') and same and given['notify_url'] == sub.notify_url:
            given['data'] = sub.data
        if self.bad('callback-update-in-json-not-stored') and same and given['body_format'] == 'JSON':
            given['notify_url'], given['data'] = sub.notify_url, sub.data
        if self.bad('arrival-renewed-by-put'):
            sub.arrived = now()
        if self.bad('arrival-lost-by-put') and not given['timestamp']:
            sub.without_arrival = True
        if self.bad('one-callback-for-all-subscriptions'):
            for other in self.subscriptions.values():
                if other.arp == sub.arp:
                    self.take_callback(other, given)
        if self.bad('simultaneous-activations-both-made') and (before, want) == ('PreProvisioned', 'Active'):
            sub.doubled = getattr(sub, 'entering', False)
            sub.entering = True
            await asyncio.sleep(0.03)
            sub.entering = False
        if self.bad('repeated-deactivation-notified-twice') and (before, want) == ('DeactivationPending', 'Deactivated'):
            sub.doubled = True
        reply = await super().update(sub, given, fmt)
        if self.bad('pending-update-stops-activation') and same and before == 'ActivationPending':
            sub.stuck = True
        if self.bad('notifies-where-it-was-asked-from') and not same:
            sub.captured = (sub.notify_url, sub.data, sub.format)
        if self.bad('callback-update-answers-204') and reply.status == 200:
            return Reply(204)
        if self.bad('unchanged-put-answers-304') and reply.status == 200 and old == (sub.notify_url, sub.data, sub.format):
            return Reply(304)
        if self.bad('json-put-answers-200') and reply.status == 202 and given['body_format'] == 'JSON':
            reply.status = 200
        return reply

    def step(self, before, want):
        for name, pair, step in (
                ('deactivation-of-pre-provisioning-pending', ('PreProvisioningPending', 'Deactivated'), 'deactivate'),
                ('activation-by-pending-status', ('PreProvisioned', 'ActivationPending'), 'activate')):
            if self.bad(name) and (before, want) == pair:
                return step
        return super().step(before, want)

    def immutable(self, sub, given):
        if not self.has('immutable-refused-409'):
            return super().immutable(sub, given)
        try:
            super().immutable(sub, given)
        except Fault as fault:
            raise Fault(409, 'SVC0002', fault.text, *fault.variables) from None

    # representations

    def user_tree(self, users):
        users = super().user_tree(users)
        for user in users:
            if self.bad('user-values-in-lower-case'):
                user['value'] = user['value'].lower()
            if self.bad('user-types-in-upper-case'):
                user['type'] = user['type'].upper()
            if self.bad('tel-scheme-dropped'):
                user['value'] = re.sub('^tel:', '', user['value'])
        return users

    def arrival(self, sub):
        if getattr(sub, 'without_arrival', False):
            return None
        if self.bad('arrival-renewed-by-put'):
            return sub.arrived.isoformat()
        if self.bad('arrival-in-local-time-labelled-utc'):
            return (sub.arrived + timedelta(hours=2)).strftime('%Y-%m-%dT%H:%M:%SZ')
        if self.has('timestamp-is-date-with-zone'):
            return sub.arrived.strftime('%Y-%m-%d+00:00')
        if self.has('times-with-nine-digits'):
            return sub.arrived.strftime('%Y-%m-%dT%H:%M:%S.%f789Z')
        return super().arrival(sub)

    def represent(self, sub):
        value = super().represent(sub)
        self.last = sub
        url = value['resourceURL']
        if self.bad('resource-url-without-port'):
            url = re.sub(r'^(http://[^/:]+):\d+', r'\1', url)
        if self.bad('resource-url-encoded-twice'):
            url = url.rpartition('/')[0] + '/' + url.rpartition('/')[2].replace('%', '%25')
        if self.bad('resource-url-echoes-query') and self.query:
            url += '?' + self.query
        value['resourceURL'] = url
        if self.bad('signalling-empty-for-absent') and not sub.signalling_given:
            value['arpSignallingStatus'] = ''
        return value

    def resource(self, status, fmt, value, headers=()):
        if status == 200 and self.method == 'GET':
            if self.bad('get-shows-goal-while-pending'):
                value['status'] = {'ActivationPending': 'Active', 'DeactivationPending': 'Deactivated'}.get(
                    value['status'], value['status'])
            if self.bad('get-shows-new-signalling-while-pending') and self.last.wanted:
                value['arpSignallingStatus'] = self.last.wanted
        reference = value.get('callbackReference') or {}
        if self.bad('answers-in-notification-format') and reference.get('notificationFormat'):
            fmt = reference['notificationFormat']
        return super().resource(status, fmt, value, headers)

    # decisions

    async def consider(self, sub):
        self.last_creation = sub if sub.status == 'PreProvisioningPending' else self.last_creation
        # Nothing is early where all is decided at once.
        if not self.bad('get-shows-new-signalling-while-pending'):
            await super().consider(sub)

    def decide(self, sub):
        return None if getattr(sub, 'stuck', False) else super().decide(sub)

    def decide_preprovisioning(self, sub, calls):
        super().decide_preprovisioning(sub, calls)
        gone = (sub.arp, sub.id) in self.gone
        if gone and self.bad('denied-as-ported-out'):
            calls[:] = [(s, status, 'MNPPortOut') for s, status, _ in calls]
        if gone and self.has('removed-after-cancelled'):
            self.subscriptions[(sub.arp, sub.id)] = sub
            self.gone.discard((sub.arp, sub.id))

            async def later():
                await asyncio.sleep(0.4)
                self.subscriptions.pop((sub.arp, sub.id), None)
            self.spawn(later())

    def decide_activation(self, sub, calls):
        super().decide_activation(sub, calls)
        if self.bad('activation-resets-signalling'):
            sub.signalling = 'OnLine'
        if self.bad('activation-drops-identifiers'):
            sub.users = sub.users[:1]
        self.double(sub, calls)
        if self.bad('stored-after-notified'):
            sub.status = 'ActivationPending'
            sub.held = True

            async def later():
                await asyncio.sleep(0.3)
                sub.status = 'Active'
            self.spawn(later())

    def double(self, sub, calls):
        if getattr(sub, 'doubled', False):
            sub.doubled = False
            calls.append(calls[-1])

    def swap(self, sub, calls):
        donor = next((s for s in self.subscriptions.values() if s is not sub and s.customer is sub.customer
                      and s.status == 'Active' and s.customer is not None), None)
        swapped = super().swap(sub, calls)
        if not swapped:
            return False
        if self.bad('swap-deactivates-other-customers-of-donor'):
            for other in self.subscriptions.values():
                if other.arp == donor.arp and other.status == 'Active' and other is not sub:
                    other.status = 'Deactivated'
        if self.bad('swap-back-not-notified') and sub.customer in self.swapped:
            calls[:] = [c for c in calls if c[0] is not donor]
        self.swapped.add(sub.customer)
        for name, fields in (('donor-notification-names-recipient-subscription', ('id', 'root')),
                             ('donor-notification-carries-recipient-data', ('data',)),
                             ('donor-notified-in-format-of-recipient', ('format',)),
                             ('donor-notification-names-recipient-arp', ('shown_arp',))):
            if self.bad(name):
                other = copy.copy(donor)
                for field in fields:
                    setattr(other, field, getattr(sub, field))
                if 'id' in fields:
                    other.arp = sub.arp
                calls[:] = [(other,) + c[1:3] if c[0] is donor else c for c in calls]
        return True

    def decide_deactivation(self, sub, calls):
        super().decide_deactivation(sub, calls)
        self.double(sub, calls)
        if self.bad('deactivation-notified-with-old-status') and sub.status == 'Deactivated':
            calls[:] = [(s, 'Active', None) for s, _, _ in calls]
        if self.has('deactivated-forgotten-soon') and sub.status == 'Deactivated':
            async def later():
                await asyncio.sleep(2)
                self.subscriptions.pop((sub.arp, sub.id), None)
            self.spawn(later())

    # notifications

    def prepare(self, sub, status, reason=None, via=None, more=()):
        at = copy.copy(via or sub)
        captured = getattr(sub, 'captured', None)
        if captured is not None:
            at.notify_url, at.data, at.format = captured
            sub.captured = None
        about = at if via is None else sub
        told, url, kind, body = super().prepare(about, status, reason, at if via is not None else None, more)
        sub.told = max(sub.told, about.told)
        self.told_before = sub
        if self.bad('notify-url-query-lost'):
            url = url.partition('?')[0]
        if self.bad('notify-url-in-lower-case'):
            url = url.lower()
        if self.bad('notify-url-decoded'):
            url = unquote(url).replace(' ', '%20')
        if not url.isascii():
            url = ''.join(c if c.isascii() else '?' for c in url)
        return told, url, kind, body

    def stamp(self, moment):
        if self.bad('notification-month-from-zero'):
            moment = moment.replace(day=min(moment.day, 28), month=moment.month - 1 or 12)
        if self.bad('notification-in-local-time-labelled-utc'):
            moment += timedelta(hours=2)
        if self.has('times-with-nine-digits'):
            return moment.strftime('%Y-%m-%dT%H:%M:%S.%f789Z')
        if self.has('notifications-without-time-zone'):
            return moment.astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%M:%S')
        return super().stamp(moment)

    def notification(self, sub, status, reason, more):
        value = super().notification(sub, status, reason, more)
        if self.bad('notification-data-is-the-word-null') and value['callbackData'] is None:
            value['callbackData'] = 'null'
        if self.bad('notification-reason-empty') and value['notificationReason'] is None:
            value['notificationReason'] = ''
        if self.bad('notification-start-empty'):
            value['operationStartTimestamp'] = ''
        if self.bad('notification-end-is-unset'):
            value['operationStartTimestamp'], value['operationEndTimestamp'] = None, '1970-01-01T00:00:00Z'
        if self.has('notifications-with-empty-description'):
            value['notificationDescription'] = ''
        if self.bad('notification-link-of-previous-notification') and self.told_before is not None:
            value['link'] = [{'@rel': 'RoamingSubscription', '@href': self.url(self.told_before, self.told_before.root)}]
        if self.bad('notification-data-of-last-creation') and self.last_creation is not None:
            value['callbackData'] = self.last_creation.data
        if self.bad('userid-change-reference-is-itself') and more:
            value['link'][1:] = [dict(value['link'][0], **{'@rel': 'NewRoamingSubscription'})]
        if self.bad('userid-change-reference-dangles') and more:
            value['link'][-1]['@href'] += '9'
        return value

    # the stage

    def new_customer(self, denied=False, refuses=False):
        customer = super().new_customer(denied, refuses)
        if self.bad('user-values-in-lower-case') or self.has('customers-with-strange-identifiers'):
            users = [(k, v.replace('cliente', 'Cliente.Ñ&<>')) for k, v in customer.users]
            if self.has('customers-with-strange-identifiers'):
                users.append(('customer number (old)', f'00{self.count} "x" \U0001f600'))
            customer.users = users
            self.customers.update((u, customer) for u in users)
        return customer

    def deactivate(self, sub, reason):
        result = super().deactivate(sub, reason)
        if self.bad('return-removes-the-resource'):
            self.subscriptions.pop((sub.arp, sub.id), None)
        return result
