"""The DSP: its customers, its subscriptions, its answers, its decisions and its stage."""
import asyncio
import base64
import json
import re
import unicodedata
import uuid
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, quote, unquote, urlsplit

from formats import DRAFT, REGISTERED, Crash, Malformed, Writer, parse_json, parse_xml
from wire import Caller, Reply

PENDING = ('PreProvisioningPending', 'ActivationPending', 'DeactivationPending')
STATUSES = PENDING + ('PreProvisioned', 'Active', 'Deactivated')
SIGNALLING = ('OnLine', 'OffLine')
FIGURE = {'PreProvisioned': 'Preprovisioned', 'PreProvisioningPending': 'PreprovisioningPending'}
ARPS = {'DEUQ7': 'kestrel', 'AUTK3': 'plover'}
OWN, SECOND, DSP_ID = 'DEUQ7', 'AUTK3', 'ESPW9'
ORDER = ('userId', 'status', 'arpSignallingStatus', 'authorizationInformation', 'dspId', 'arpId',
         'requestArrivalTimestamp', 'callbackReference', 'resourceURL')


class Fault(Exception):
    def __init__(self, status, message_id, text, *variables, headers=()):
        super().__init__(text)
        self.status, self.message_id, self.text, self.variables = status, message_id, text, variables
        self.headers = list(headers)


def invalid(part):
    return Fault(400, 'SVC0002', 'Invalid input value for message part %1', part)


def now():
    return datetime.now(timezone.utc)


class Customer:
    def __init__(self, users, denied=False, refuses=False):
        self.users, self.denied, self.refuses = users, denied, refuses


class Subscription:
    def __init__(self, ident, arp, customer, users):
        self.id, self.arp, self.customer, self.users = ident, arp, customer, users
        self.status = 'PreProvisioningPending'
        self.signalling, self.wanted = 'OnLine', None
        self.signalling_given = True
        self.authorization = None
        self.dsp = DSP_ID
        self.arrived = self.started = now()
        self.notify_url, self.data, self.format, self.format_given = None, None, 'XML', True
        self.first_format = 'XML'
        self.root = None
        self.held = False
        self.denial = None
        self.told = 0
        self.shown_arp = arp
        self.shown_url = None
        self.lock = asyncio.Lock()


class Dsp:
    def __init__(self, flaws, variations):
        self.flaws, self.variations = flaws, variations
        published = 'published-profile' in variations
        self.namespaces = (DRAFT, REGISTERED) if published else (DRAFT,)
        self.writer = Writer(flaws, variations, REGISTERED if published else DRAFT)
        self.caller = Caller('notifications-keep-alive' in variations, 'notifications-chunked' in variations,
                             flaws | variations)
        self.base = '' if 'no-base-path' in variations else '/dsp/exampleAPI'
        self.subscriptions = {}
        self.customers = {}
        self.gone = set()
        self.count = 0
        self.tasks = set()
        self.origin = ''

    def bad(self, name):
        return name in self.flaws

    def has(self, name):
        return name in self.variations

    def listening(self, port):
        host = 'localhost' if self.has('urls-name-localhost') else '127.0.0.1'
        self.origin = f'http://{host}:{port}{self.base}'
        url = f'http://127.0.0.1:{port}'
        auth = {arp: {'type': 'basic', 'username': arp, 'password': word} for arp, word in ARPS.items()}
        if self.has('bearer'):
            auth = {arp: {'type': 'bearer', 'token': f'{word}-token'} for arp, word in ARPS.items()}
        options = {'arpId': OWN, 'dspId': DSP_ID, 'secondArp': {'arpId': SECOND, 'auth': auth[SECOND]}}
        target = {'url': url + (self.base or ''), 'stage': url + '/_stage', 'auth': auth[OWN], 'options': options,
                  'limits': {'request': '20s', 'wait': '6s'}}
        if self.has('without-authentication'):
            target.pop('auth')
            options['secondArp'].pop('auth')
            target.setdefault('capabilities', {})['authentication'] = False
        if self.has('deactivation-never-refused'):
            target.setdefault('capabilities', {})['refuses-deactivation'] = False
        if self.has('without-res-format'):
            target.setdefault('capabilities', {})['res-format'] = False
        if self.has('published-profile'):
            target['profile'] = 'published'
        if self.has('figure-spelling'):
            options['statusSpelling'] = 'figure'
        if self.has('json-instance-arrays'):
            options['jsonArrays'] = 'instance'
        return target

    # answers

    async def answer(self, request):
        if request.path == '/_stage':
            return await self.stage(request)
        if self.has('answers-late'):
            await asyncio.sleep(0.06)
        fmt = self.tentative_format(request)
        try:
            return await self.route(request)
        except Crash:
            return Reply(500, [('Content-Type', 'text/plain')], b'NullPointerException')
        except Malformed:
            as_json = request.body[:1] in (b'{', b'[', b'"')
            if self.bad('malformed-json-closes') and as_json:
                return None
            if self.bad('malformed-json-is-500' if as_json else 'malformed-xml-is-500'):
                return Reply(500, [('Content-Type', 'text/plain')], b'Unexpected token')
            return self.fault(invalid('Request body'), fmt, request)
        except Fault as fault:
            return self.fault(fault, fmt, request)

    def refuse_plainly(self, status):
        return self.fault(Fault(status, 'SVC0001', 'A service error occurred. Error code is %1', str(status)), 'XML')

    def fault(self, fault, fmt, request=None):
        headers = list(fault.headers)
        if fault.status == 401 and not self.bad('challenge-missing'):
            kind = 'Bearer' if self.has('bearer') else 'Basic'
            headers.append(('WWW-Authenticate', f'{kind} realm="dsp"'))
        bodiless = self.has('bodiless-405-401') and fault.status in (401, 405, 406, 415)
        if bodiless or self.bad('errors-without-body'):
            return Reply(fault.status, headers)
        if self.bad('errors-in-html'):
            return Reply(fault.status, headers + [('Content-Type', 'text/html')], b'<html><h1>Error</h1></html>')
        if self.bad('errors-always-xml'):
            fmt = 'XML'
        ident, text = fault.message_id, fault.text
        if self.bad('errors-with-plain-message-id'):
            ident = str(fault.status)
        if self.has('other-messages'):
            ident = ident if fault.status == 404 else 'SVC3107'
            text = 'Nein: ' + ' – '.join(f'%{n + 1}' for n in range(len(fault.variables))) + ' (Straße)'
        exception = {'messageId': ident, 'text': text}
        if fault.variables:
            exception['variables'] = list(fault.variables)
        kind = 'policyException' if ident.startswith('POL') else 'serviceException'
        if self.has('policy-exceptions') and fault.status != 404:
            kind, exception['messageId'] = 'policyException', 'POL3001'
        body = {}
        if self.has('errors-with-links'):
            body['link'] = [{'@rel': 'help', '@href': 'http://example.com/help'}]
        body[kind] = exception
        if self.bad('errors-with-both-exceptions'):
            body['policyException'] = dict(exception)
            body['serviceException'] = dict(exception)
        status = 200 if self.bad('errors-with-status-200') and fault.status in (400, 409) else fault.status
        content = self.writer.render(fmt, 'requestError', body)
        return Reply(status, headers + [('Content-Type', self.writer.content_type(fmt))], content)

    def tentative_format(self, request):
        try:
            return self.negotiate(request)
        except Fault:
            return 'XML'

    def body_format(self, request):
        kind = (request.get('content-type') or '').split(';')[0].strip()
        kind = kind if self.bad('media-type-compared-with-case') else kind.lower()
        if self.bad('media-type-parameter-not-understood'):
            kind = (request.get('content-type') or '').lower()
        return {'application/xml': 'XML', 'text/xml': 'XML', 'application/json': 'JSON'}.get(kind)

    def negotiate(self, request):
        if not self.has('without-res-format'):
            chosen = parse_qs(request.query).get('resFormat', [''])[-1]
            if chosen in ('XML', 'JSON'):
                return chosen
        own = self.body_format(request) if request.body else None
        accept = request.get('accept')
        if self.bad('accept-ignored-on-get') and request.method == 'GET':
            accept = None
        if self.has('accept-ignored-on-put') and request.method == 'PUT':
            accept = None
        if accept is None or not accept.strip():
            return own or 'XML'
        quality = {'XML': (0, -1), 'JSON': (0, -1)}
        for item in accept.split(','):
            parts = [p.strip() for p in item.split(';')]
            q = 1.0
            for parameter in parts[1:]:
                name, _, value = parameter.partition('=')
                if name.strip().lower() == 'q' and not self.bad('accept-quality-ignored'):
                    try:
                        q = float(value)
                    except ValueError:
                        q = 1.0
            kind = parts[0].lower()
            for fmt, names in (('XML', ('application/xml', 'text/xml')), ('JSON', ('application/json',))):
                rank = 2 if kind in names else 1 if kind == 'application/*' else 0 if kind == '*/*' else -1
                if rank > quality[fmt][1]:
                    quality[fmt] = (q, rank)
                elif rank >= 0 and rank == quality[fmt][1]:
                    quality[fmt] = (max(q, quality[fmt][0]), rank)
        best = max(quality['XML'][0], quality['JSON'][0])
        if best <= 0:
            if self.bad('unacceptable-is-served'):
                return own or 'XML'
            raise Fault(406, 'SVC0001', 'A service error occurred. Error code is %1', '406')
        chosen = [f for f in ('XML', 'JSON') if quality[f][0] == best]
        return own if own in chosen else chosen[0]

    def identify(self, request):
        if self.has('without-authentication'):
            return None
        value = request.get('authorization')
        refused = Fault(401, 'SVC2003', 'Invalid access token')
        if value is None:
            if self.bad('no-credentials-needed'):
                return None
            raise refused
        scheme, _, rest = value.partition(' ')
        if self.has('bearer'):
            for arp, word in ARPS.items():
                if scheme.lower() == 'bearer' and rest.strip() == f'{word}-token':
                    return arp
            raise refused
        try:
            name, _, word = base64.b64decode(rest.strip(), validate=True).decode().partition(':')
        except ValueError:
            raise refused from None
        if scheme.lower() != 'basic' or name not in ARPS:
            raise refused
        if ARPS[name] != word and not self.bad('password-not-checked'):
            raise refused
        return name

    async def route(self, request):
        unknown = Fault(404, 'SVC0004', 'No valid addresses provided in message part %1', 'Request-URI')
        if not request.path.startswith(self.base + '/'):
            raise unknown
        segments = request.path[len(self.base) + 1:].split('/')
        if self.bad('lower-case-hex-not-understood'):
            segments = [re.sub(r'%[0-9a-f]*[a-f][0-9a-f]*', '?', s) for s in segments]
        if self.bad('encoded-unreserved-not-understood'):
            segments = [re.sub(r'%(4[1-9a-fA-F]|5[0-9aA]|6[1-9a-fA-F]|7[0-9aA]|3[0-9]|2[dDeE])', '?', s)
                        for s in segments]
        try:
            segments = [unquote(s, errors='strict') for s in segments]
        except UnicodeDecodeError:
            raise unknown from None
        api = segments[0]
        if api != 'roamingProvisioning' and not (self.has('lower-case-path-too') and api == 'roamingprovisioning'):
            raise unknown
        if len(segments) < 4 or segments[3] != 'roamingSubscriptions' or len(segments) > 5:
            raise unknown
        version = segments[1]
        served = ('v1',) + (('v2',) if self.bad('serves-v2') else ()) + (('V1',) if self.bad('serves-capital-v1') else ())
        if version not in served:
            raise unknown
        who = self.identify(request)
        arp = segments[2]
        lenient = {'GET': 'arp-of-another-may-read', 'PUT': 'arp-of-another-may-update',
                   'POST': 'arp-of-another-may-create'}.get(request.method, '')
        if who is not None and who != arp and not self.bad(lenient):
            if self.has('other-arp-is-404'):
                raise unknown
            raise Fault(403, 'POL0001', 'A policy error occurred. Error code is %1', 'arpId')
        if arp not in ARPS:
            raise unknown
        if len(segments) == 4:
            return await self.factory(request, arp)
        return await self.subscription(request, arp, segments[4])

    def not_allowed(self, allowed, at_factory=False):
        if self.bad('allow-lists-delete') and not at_factory:
            allowed = allowed + ['DELETE']
        if self.has('head-and-options') and not at_factory:
            allowed = allowed + ['HEAD']
        if self.has('head-and-options'):
            allowed = allowed + ['OPTIONS']
        separator = '/' if self.bad('allow-with-slash') else ', '
        if self.has('allow-in-other-order'):
            allowed, separator = allowed[::-1], ','
        headers = [('Allow', separator.join(allowed))]
        if self.bad('no-allow') and not at_factory or self.bad('no-allow-at-factory') and at_factory:
            headers = []
        return Fault(405, 'SVC0001', 'A service error occurred. Error code is %1', '405', headers=headers)

    # the factory

    async def factory(self, request, arp):
        if request.method == 'OPTIONS' and self.has('head-and-options'):
            return Reply(200, [('Allow', 'POST, OPTIONS')])
        if request.method == 'GET' and self.bad('factory-lists'):
            return Reply(200, [('Content-Type', 'application/json')], b'{"roamingSubscriptionList":{}}')
        if request.method == 'PUT' and self.bad('factory-put-is-404'):
            raise Fault(404, 'SVC0004', 'No valid addresses provided in message part %1', 'Request-URI')
        if request.method == 'DELETE' and self.bad('factory-delete-is-501'):
            raise Fault(501, 'SVC0001', 'A service error occurred. Error code is %1', '501')
        if request.method != 'POST':
            raise self.not_allowed(['POST'], True)
        fmt = self.negotiate(request)
        try:
            given = self.read(request, arp, True)
        except Fault as fault:
            self.pursue(request, arp, fault)
            raise
        customer = self.find_customer(given['users'])
        competing = customer is not None and any(
            s.status in PENDING and s.customer is customer for s in self.subscriptions.values())
        if competing and self.has('competing-post-is-409'):
            raise Fault(409, 'SVC0001', 'A service error occurred. Error code is %1', 'pending')
        users = given['users']
        if self.bad('only-first-user-kept'):
            users = users[:1]
        if self.bad('users-merged-by-type'):
            users = list(dict(users).items())
        ident = self.new_id(arp, given)
        if self.bad('same-id-for-simultaneous-creations'):
            await asyncio.sleep(0.03)
        else:
            self.count += 1
        sub = Subscription(ident, arp, customer, users)
        if self.bad('same-id-for-simultaneous-creations'):
            self.count += 1
        if customer is None:
            sub.denial = 'NotEligibleNotDSPCustomer'
        elif given['dsp'] != DSP_ID:
            sub.denial = 'NotAuthorizedNotDSPCustomer'
        elif customer.denied:
            sub.denial = 'NotEligibleSubscriberRoamingServiceSuspended'
        elif competing:
            sub.denial = 'NotEligibleUserPendingRequestOngoing'
        sub.dsp = given['dsp']
        sub.authorization = given['authorization']
        sub.signalling_given = given['signalling'] is not None
        sub.signalling = given['signalling'] or 'OnLine'
        if self.bad('signalling-of-creation-lost'):
            sub.signalling = 'OnLine'
        self.take_callback(sub, given)
        sub.first_format = sub.format
        if given['status'] in ('Active', 'Deactivated'):
            sub.status = given['status']
        self.subscriptions[(arp, ident)] = sub
        shown = self.represent(sub)
        if self.bad('creation-shows-requested-status'):
            shown['status'] = given['status']
        if self.bad('notification-for-pending'):
            await self.notify(sub, 'PreProvisioningPending')
        await self.consider(sub)
        status = 200 if self.bad('creation-answers-200') else 202 if self.bad('creation-answers-202') else 201
        headers = [('Location', self.url(sub))]
        if self.bad('location-names-the-factory'):
            headers = [('Location', self.url(sub).rpartition('/')[0])]
        if self.bad('location-is-the-identifier'):
            headers = [('Location', ident)]
        if self.bad('creation-without-location') or (self.bad('creation-in-json-without-location') and fmt == 'JSON'):
            headers = []
        if self.bad('creation-without-body'):
            return Reply(status, headers)
        return self.resource(status, fmt, shown, headers)

    def pursue(self, request, arp, fault):
        """Goes on with a creation whose status was refused, as one does who answers and forgets to return."""
        if not self.bad('refused-post-still-notifies') or fault.variables[:1] not in (('status',), ('Start',)):
            return
        body = re.sub(rb'(status"?\s*[:>]\s*"?)[A-Za-z]+', rb'\1PreProvisioned', request.body, count=1)
        request.body = body
        given = self.read(request, arp, True)
        customer = self.find_customer(given['users'])
        if customer is None:
            return
        self.count += 1
        sub = Subscription(self.new_id(arp), arp, customer, given['users'])
        self.count += 1
        self.take_callback(sub, given)
        self.subscriptions[(arp, sub.id)] = sub
        self.decide(sub)

    def new_id(self, arp, given=None):
        if self.bad('id-derived-from-user') and given is not None:
            return f'{DSP_ID}:{arp}/{given["users"][0][1]}'
        n = self.count + 1000
        if self.has('ids-of-digits'):
            return str(n)
        if self.has('ids-as-uuid'):
            return str(uuid.uuid5(uuid.NAMESPACE_URL, str(n)))
        if self.has('ids-long'):
            return f'{DSP_ID}{arp}' + f'{n:0190d}'
        if self.has('ids-not-ascii'):
            return f'{DSP_ID} año&{n}?'
        return f'{DSP_ID}:{arp}/{n}#k'

    # one subscription

    async def subscription(self, request, arp, ident):
        sub = self.subscriptions.get((arp, ident))
        if sub is None and self.bad('subscription-of-another-arp-is-served-under-own-path'):
            sub = next((s for s in self.subscriptions.values() if s.id == ident), None)
        if request.method == 'DELETE' and sub is not None:
            if self.bad('delete-deletes') or (self.bad('delete-of-deactivated-is-204') and sub.status == 'Deactivated'):
                del self.subscriptions[(sub.arp, sub.id)]
                return Reply(204)
            if self.bad('delete-is-405-and-deletes'):
                del self.subscriptions[(sub.arp, sub.id)]
        if request.method == 'POST' and self.bad('subscription-post-is-400'):
            raise invalid('Request-URI')
        if request.method == 'OPTIONS' and self.has('head-and-options'):
            return Reply(200, [('Allow', 'GET, PUT, HEAD, OPTIONS')])
        if request.method not in ('GET', 'PUT') and not (request.method == 'HEAD' and self.has('head-and-options')):
            raise self.not_allowed(['GET', 'PUT'])
        if sub is None:
            if self.bad('unknown-subscription-is-500'):
                return Reply(500, [('Content-Type', 'text/plain')], b'null')
            if self.bad('unknown-subscription-is-200') and request.method == 'GET':
                return self.resource(200, self.negotiate(request), {})
            if not (self.bad('put-creates') and request.method == 'PUT'):
                status = 410 if self.has('cancelled-is-410') and (arp, ident) in self.gone else 404
                raise Fault(status, 'SVC0004', 'No valid addresses provided in message part %1', 'Request-URI')
        fmt = self.negotiate(request)
        if request.method != 'PUT':
            shown = self.represent(sub)
            if self.bad('callback-reference-missing-on-get'):
                shown['callbackReference'] = None
            if self.bad('get-advances-the-state') and sub.status in PENDING:
                self.decide(sub)
            return self.resource(200, fmt, shown)
        given = self.read(request, arp, False)
        if sub is None:
            sub = Subscription(ident, arp, None, given['users'])
            sub.status = 'Active' if given['status'] not in STATUSES else given['status']
            self.take_callback(sub, given)
            self.subscriptions[(arp, ident)] = sub
            return self.resource(201, fmt, self.represent(sub), [('Location', self.url(sub))])
        return await self.update(sub, given, fmt)

    async def update(self, sub, given, fmt):
        self.immutable(sub, given)
        before, want = sub.status, given['status'] or sub.status
        signalling = given['signalling'] or sub.signalling
        step = self.step(before, want)
        if step == 'refuse':
            if self.bad('forbidden-transition-is-200-unchanged'):
                return self.resource(200, fmt, self.represent(sub))
            if self.bad('forbidden-transition-refused-but-made') and want in ('Deactivated', 'Active', 'PreProvisioned'):
                sub.status = want
            if self.bad('forbidden-transition-updates-callback'):
                self.take_callback(sub, given)
            if self.bad('forbidden-transition-refused-but-notified'):
                await self.notify(sub, before)
            raise self.bad_transition(before, want)
        changed = signalling != sub.signalling
        if changed and step == 'none' and before != 'Active':
            raise self.bad_transition(f'{before}, {sub.signalling}', signalling)
        old = (sub.notify_url, sub.data, sub.format)
        asynchronous = step in ('activate', 'deactivate', 'repeat') or (changed and step == 'none')
        if self.bad('callback-update-refused-unless-active') and step == 'none' and before != 'Active':
            raise self.bad_transition(before, want)
        self.take_callback(sub, given)
        if self.bad('callback-update-not-stored') and not asynchronous:
            shown = self.represent(sub)
            sub.notify_url, sub.data, sub.format = old
            return self.resource(200, fmt, shown)
        if step == 'none' and not changed:
            return await self.update_synchronously(sub, old, fmt)
        if changed and not (self.bad('signalling-only-to-offline') and signalling == 'OnLine'):
            if not self.bad('signalling-not-applied'):
                sub.wanted = signalling if step in ('none', 'activate') else sub.wanted
        sub.started = now()
        if step == 'activate':
            sub.status, sub.held = 'ActivationPending', False
        if step == 'deactivate':
            sub.status, sub.held, sub.wanted = 'DeactivationPending', False, None
        if self.bad('signalling-makes-pending') and step == 'none':
            sub.status, sub.held = 'ActivationPending', False
        shown = self.represent(sub)
        if self.bad('notification-for-pending') and step in ('activate', 'deactivate'):
            await self.notify(sub, sub.status)
        self.misrepresent(sub, step, given, shown, before)
        if step == 'repeat' and self.bad('activation-repeated-notifies-twice') and sub.status == 'ActivationPending':
            sub.told = -1
        if self.bad('activation-answer-pending-but-stored-preprovisioned') and step == 'activate':
            sub.status = 'PreProvisioned'
        else:
            if step != 'repeat':
                await self.consider(sub)
        status = 202
        for name, when in (('activation-answers-200', 'activate'), ('deactivation-answers-200', 'deactivate'),
                           ('signalling-answers-200', 'none')):
            if self.bad(name) and step == when:
                status = 200
        if self.bad('activation-answers-204') and step == 'activate':
            return Reply(204)
        return self.resource(status, fmt, shown)

    async def update_synchronously(self, sub, old, fmt):
        status = 202 if self.bad('callback-update-answers-202') else 200
        shown = self.represent(sub)
        if self.bad('callback-update-shows-old'):
            new = (sub.notify_url, sub.data, sub.format)
            sub.notify_url, sub.data, sub.format = old
            shown = self.represent(sub)
            sub.notify_url, sub.data, sub.format = new
        if self.bad('callback-update-restarts-activation') and sub.status == 'Active':
            sub.status, sub.held = 'ActivationPending', False
            shown, status = self.represent(sub), 202
            await self.consider(sub)
        if self.bad('callback-update-keeps-old-url-for-notifications'):
            sub.old_url = old[0]
        if self.bad('callback-update-keeps-old-data-for-notifications'):
            sub.old_data = old[1]
        if self.bad('callback-update-keeps-old-format'):
            sub.format = old[2]
        if status == 200 and self.bad('callback-update-answered-without-body'):
            return Reply(status, [])
        return self.resource(status, fmt, shown)

    def misrepresent(self, sub, step, given, shown, before):
        if step == 'activate' and self.bad('activation-shows-active'):
            shown['status'] = 'Active'
        if step == 'activate' and self.bad('activation-shows-old-status'):
            shown['status'] = self.spell(before)
        if step == 'deactivate' and self.bad('deactivation-shows-deactivated'):
            shown['status'] = 'Deactivated'
        if step == 'none' and self.bad('signalling-shows-new-value'):
            shown['arpSignallingStatus'] = given['signalling']

    def step(self, before, want):
        """none, activate, deactivate, repeat or refuse."""
        if want == before:
            return 'none'
        steps = {('PreProvisioned', 'Active'): 'activate', ('Active', 'Deactivated'): 'deactivate',
                 ('ActivationPending', 'Active'): 'repeat', ('DeactivationPending', 'Deactivated'): 'repeat'}
        if self.has('repetition-refused'):
            steps = {k: v for k, v in steps.items() if v != 'repeat'}
        for name, pair, step in (
                ('reactivation-from-deactivated', ('Deactivated', 'Active'), 'activate'),
                ('activation-before-granted', ('PreProvisioningPending', 'Active'), 'activate'),
                ('deactivation-of-preprovisioned', ('PreProvisioned', 'Deactivated'), 'deactivate'),
                ('deactivation-of-activation-pending', ('ActivationPending', 'Deactivated'), 'deactivate'),
                ('activation-of-deactivation-pending', ('DeactivationPending', 'Active'), 'activate')):
            if self.bad(name):
                steps[pair] = step
        if self.bad('preprovisioned-again-from-active') and (before, want) == ('Active', 'PreProvisioned'):
            return 'none'
        if self.bad('put-takes-pending-from-active') and before == 'Active' and want == 'DeactivationPending':
            return 'deactivate'
        if want == 'unknown':
            return 'none'
        return steps.get((before, want), 'refuse')

    def bad_transition(self, before, want):
        text = 'Bad status transition from %1 to %2'
        if self.has('transition-400'):
            return Fault(400, 'SVC0002', 'Invalid input value for message part %1', 'status')
        if self.has('transition-403-svc1008'):
            return Fault(403, 'SVC1008', text, before, want)
        if self.has('published-profile'):
            return Fault(409, 'SVC1008', text, before, want)
        return Fault(409, 'SVC0002', 'Invalid input value for message part %1', 'status')

    def immutable(self, sub, given):
        wrong = None
        if sorted(given['users']) != sorted(sub.users):
            wrong = 'userId'
            activates = (sub.status, given['status']) == ('PreProvisioned', 'Active')
            if self.bad('put-modifies-user') or (self.bad('activation-modifies-user') and activates) or (
                    self.bad('put-adds-user') and set(given['users']) > set(sub.users)):
                sub.users, wrong = given['users'], None
            if self.bad('put-shows-modified-user-only'):
                sub.shown_users, wrong = given['users'], None
        if given['dsp'] != sub.dsp:
            wrong = 'dspId'
            if self.bad('put-modifies-dsp'):
                sub.dsp, wrong = given['dsp'], None
        if given['arp'] != sub.arp:
            wrong = 'arpId'
            if self.bad('put-modifies-arp'):
                sub.shown_arp, wrong = given['arp'], None
        if self.bad('put-modifies-timestamp') and given['timestamp']:
            sub.shown_timestamp = given['timestamp']
        if self.bad('put-modifies-resource-url') and given['url']:
            sub.shown_url = given['url']
        if given['url'] and self.has('immutable-refused-403') and given['url'] != self.url(sub):
            wrong = 'resourceURL'
        if given['timestamp'] and self.has('immutable-refused-403') and given['timestamp'] != self.arrival(sub):
            wrong = 'requestArrivalTimestamp'
        if wrong is not None and not self.has('immutable-ignored'):
            if self.has('immutable-refused-403'):
                raise Fault(403, 'POL0001', 'A policy error occurred. Error code is %1', wrong)
            raise invalid(wrong)

    def take_callback(self, sub, given):
        sub.notify_url, sub.data = given['notify_url'], given['data']
        sub.format_given = given['format'] is not None
        sub.format = given['format'] or given['body_format']

    # requests

    def read(self, request, arp, creating):
        fmt = self.body_format(request)
        refused = (creating and fmt == 'JSON' and self.bad('json-requests-refused')) or \
            (creating and fmt == 'XML' and self.bad('xml-requests-refused')) or \
            (not creating and fmt == 'JSON' and self.bad('json-put-refused'))
        if fmt is None and self.bad('unknown-media-type-read-as-xml'):
            fmt = 'XML'
        if fmt is None or refused:
            if self.bad('unknown-media-type-is-500'):
                raise Fault(500, 'SVC0001', 'A service error occurred. Error code is %1', 'type')
            raise Fault(415, 'SVC0001', 'A service error occurred. Error code is %1', '415')
        if fmt == 'JSON':
            value = parse_json(request.body, self.flaws)[2]
        else:
            value = self.read_xml(request)
        if not isinstance(value, dict):
            raise Malformed('no subscription')
        return self.check(value, fmt, arp, creating)

    def read_xml(self, request):
        match = re.search(r'charset\s*=\s*"?([^\s;"]+)', request.get('content-type') or '', re.I)
        space, name, value = parse_xml(request.body, match[1] if match else None, self.flaws)
        if name != 'roamingSubscription' or (space not in self.namespaces and not self.has('any-namespace-taken')):
            raise Malformed('root element')
        if not isinstance(value, dict):
            raise invalid('userId')
        if self.has('strict-element-order'):
            places = [ORDER.index(k) for k in value if k in ORDER]
            if places != sorted(places):
                raise invalid('Request body')
        return value

    def check(self, value, fmt, arp, creating):
        def bad(name):
            return self.bad(name) and creating

        if self.bad('unknown-elements-refused') and any(k not in ORDER for k in value):
            raise invalid(next(k for k in value if k not in ORDER))
        if self.bad('json-needs-root-first-member-order') and fmt == 'JSON':
            places = [ORDER.index(k) for k in value if k in ORDER]
            if places != sorted(places):
                raise invalid('Request body')
        given = {'body_format': fmt, 'timestamp': self.text(value, 'requestArrivalTimestamp', False),
                 'url': self.text(value, 'resourceURL', False),
                 'authorization': self.text(value, 'authorizationInformation', False)}
        if creating and given['url'] and self.has('strict-resource-url'):
            raise invalid('resourceURL')
        given['users'] = self.users(value, fmt, creating)
        given['status'] = self.status(value, fmt, creating)
        given['signalling'] = self.text(value, 'arpSignallingStatus', False)
        if bad('post-signalling-ignores-case') and given['signalling']:
            given['signalling'] = {s.lower(): s for s in SIGNALLING}.get(given['signalling'].lower())
        if given['signalling'] not in (None,) + SIGNALLING:
            if not self.bad('post-takes-any-signalling' if creating else 'put-takes-any-signalling'):
                raise Fault(400, 'SVC0003', 'Invalid input value for message part %1, valid values are %2',
                            'arpSignallingStatus', 'OnLine, OffLine')
            given['signalling'] = None
        given['dsp'] = self.text(value, 'dspId', not bad('post-without-dsp')) or DSP_ID
        given['arp'] = self.text(value, 'arpId', not bad('post-without-arp')) or arp
        if creating and given['arp'] != arp:
            raise invalid('arpId')
        if creating and given['dsp'] != DSP_ID and not self.has('unknown-dsp-is-cancelled'):
            raise invalid('dspId')
        self.callback(value, given, creating)
        return given

    def users(self, value, fmt, creating):
        def bad(name):
            return self.bad(name) and creating

        items = value.get('userId', [])
        if not items and not bad('post-without-user'):
            raise invalid('userId')
        users = []
        for at, item in enumerate(items):
            if not isinstance(item, dict):
                raise invalid('userId')
            lenient = (bad('post-user-without-value-in-json') and fmt == 'JSON') or \
                (bad('second-user-may-lack-value') and at > 0)
            kind = self.text(item, 'type', not bad('post-user-without-type'))
            text = self.text(item, 'value', not lenient)
            if (kind == '' and not bad('post-user-without-type')) or (text == '' and not lenient):
                raise invalid('userId')
            if text and text.startswith('tel:') and not re.fullmatch(r'tel:\+[0-9().-]+', text):
                raise invalid('userId')
            users.append((kind or '', text or ''))
        return users

    def status(self, value, fmt, creating):
        flaw = 'post-without-status' if creating else 'put-without-status'
        status = self.text(value, 'status', not self.bad(flaw))
        if status is None:
            return 'PreProvisioned' if creating else None
        status = {v: k for k, v in FIGURE.items()}.get(status, status)
        if self.bad('post-statuses-ignore-case') and creating:
            status = {s.lower(): s for s in STATUSES}.get(status.lower(), status)
        if status == 'Cancelled' and self.bad('post-takes-cancelled' if creating else 'put-takes-cancelled'):
            return 'PreProvisioned' if creating else 'unknown'
        if status not in STATUSES:
            if self.bad('put-takes-unknown-status') and not creating and status != 'Cancelled':
                return 'unknown'
            raise Fault(400, 'SVC0003', 'Invalid input value for message part %1, valid values are %2', 'status',
                        ', '.join(STATUSES))
        if creating and status != 'PreProvisioned':
            takes = (status == 'Active' and self.bad('post-takes-active')) or \
                (status == 'PreProvisioningPending' and self.bad('post-takes-pending')) or \
                (status == 'Deactivated' and fmt == 'JSON' and self.bad('post-takes-deactivated-in-json'))
            if not takes:
                raise self.bad_transition('Start', status)
        return status

    def callback(self, value, given, creating):
        given.update(notify_url=None, data=None, format=None)
        items = value.get('callbackReference', [])
        if len(items) != 1 or not isinstance(items[0], dict):
            if not items and self.bad('post-without-callback' if creating else 'put-without-callback'):
                return
            raise invalid('callbackReference')
        item = items[0]
        url = self.text(item, 'notifyURL', not (self.bad('post-without-notify-url') and creating))
        if url is not None:
            url = url.strip()
            parts = urlsplit(url)
            try:
                usable = parts.scheme in ('http', 'https') and parts.hostname and parts.port != 0
            except ValueError:
                usable = False
            if not usable:
                raise invalid('notifyURL')
        fmt = self.text(item, 'notificationFormat', False)
        if fmt not in (None, 'XML', 'JSON'):
            if not (self.bad('post-takes-any-notification-format') and creating):
                raise Fault(400, 'SVC0003', 'Invalid input value for message part %1, valid values are %2',
                            'notificationFormat', 'XML, JSON')
            fmt = None
        data = self.text(item, 'callbackData', False)
        if data is not None and self.bad('callback-data-trimmed'):
            data = data.strip()
        if data and self.bad('callback-data-loses-zeros') and data.isdigit():
            data = str(int(data))
        given.update(notify_url=url, data=data, format=fmt)

    def text(self, value, name, needed):
        items = value.get(name, [])
        if not items:
            if needed:
                raise invalid(name)
            return None
        if len(items) != 1 or not isinstance(items[0], str):
            raise invalid(name)
        if re.search('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]', items[0]):
            raise invalid(name)
        return items[0]

    # representations

    def spell(self, status):
        status = FIGURE.get(status, status) if self.has('figure-spelling') else status
        return status.lower() if self.bad('status-in-lower-case') else status

    def encode(self, text):
        if self.bad('resource-url-not-encoded'):
            return text
        if self.has('urls-encode-more'):
            return ''.join(f'%{b:02X}' for b in text.encode())
        out = quote(text, safe='')
        return re.sub(r'%..', lambda m: m[0].lower(), out) if self.has('urls-with-lower-case-hex') else out

    def url(self, sub, root=None):
        root = root or f'{self.origin}/roamingProvisioning'
        return f'{root}/v1/{sub.arp}/roamingSubscriptions/{self.encode(sub.id)}'

    def arrival(self, sub):
        if self.has('no-timestamp'):
            return None
        if self.has('timestamp-is-date'):
            return sub.arrived.strftime('%Y-%m-%d')
        if self.has('timestamp-with-offset'):
            local = sub.arrived.astimezone(timezone(timedelta(hours=-3, minutes=-30)))
            return local.isoformat(timespec='microseconds')
        return sub.arrived.strftime('%Y-%m-%dT%H:%M:%SZ')

    def user_tree(self, users):
        if self.has('users-in-other-order'):
            users = users[::-1]
        return [{'type': k, 'value': v} for k, v in users]

    def represent(self, sub):
        url = sub.shown_url or self.url(sub)
        if self.bad('resource-url-relative'):
            url = urlsplit(url).path
        if self.bad('resource-url-of-factory'):
            url = url.rpartition('/')[0]
        if self.bad('resource-url-missing') or (self.bad('resource-url-missing-after-put') and sub.status in (
                'ActivationPending', 'DeactivationPending')):
            url = None
        signalling = sub.signalling
        if self.has('no-default-signalling') and not sub.signalling_given:
            signalling = None
        stamp = getattr(sub, 'shown_timestamp', None) or self.arrival(sub)
        if self.bad('timestamp-is-now'):
            stamp = (now() + timedelta(seconds=self.tick())).strftime('%Y-%m-%dT%H:%M:%SZ')
        if self.bad('timestamp-in-milliseconds'):
            stamp = str(int(sub.arrived.timestamp() * 1000))
        given = sub.format_given or self.has('default-notification-format-echoed')
        value = {
            'userId': self.user_tree(getattr(sub, 'shown_users', sub.users)),
            'status': self.spell(sub.status),
            'arpSignallingStatus': signalling,
            'authorizationInformation': sub.authorization if self.has('authorization-information-echoed') else None,
            'dspId': sub.dsp,
            'arpId': sub.shown_arp,
            'requestArrivalTimestamp': stamp,
            'callbackReference': {'notifyURL': sub.notify_url, 'callbackData': sub.data,
                                  'notificationFormat': sub.format if given else None},
            'resourceURL': url,
        }
        if sub.notify_url is None:
            value['callbackReference'] = None
        return value

    def tick(self):
        self.ticks = getattr(self, 'ticks', 0) + 1
        return self.ticks

    def resource(self, status, fmt, value, headers=()):
        if self.bad('xml-order-wrong') and fmt == 'XML':
            value = dict(sorted(value.items()))
        kind = self.writer.content_type(fmt)
        if self.bad('json-labelled-xml') and fmt == 'JSON':
            kind = 'application/xml'
        if self.bad('xml-labelled-json-in-202') and status == 202:
            kind = 'application/json'
        body = self.writer.render(fmt, 'roamingSubscription', value)
        return Reply(status, list(headers) + [('Content-Type', kind)], body)

    # decisions

    def find_customer(self, users):
        return next((self.customers[u] for u in users if u in self.customers), None)

    def spawn(self, coroutine):
        async def quietly():
            try:
                await coroutine
            except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
                pass

        task = asyncio.get_running_loop().create_task(quietly())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def consider(self, sub):
        """Lets the DSP decide what an ARP has asked for, in its own time."""
        if self.has('decides-only-when-told'):
            return
        if self.has('decides-before-answering'):
            task = self.decide(sub)
            if task is not None:
                await asyncio.wait([task], timeout=2)
            return
        asked = sub.started = now()

        async def later():
            slow = self.has('decides-late') or self.bad('activation-repeated-notifies-twice') or \
                self.bad('repeated-deactivation-notified-twice')
            await asyncio.sleep(0.4 if slow else 0.03)
            if sub.started is asked and not sub.held:
                self.decide(sub)
        self.spawn(later())

    def decide(self, sub):
        """Decides what is pending, and returns the task that notifies, if there is any."""
        if self.subscriptions.get((sub.arp, sub.id)) is not sub:
            return None
        calls = []
        if sub.status == 'PreProvisioningPending':
            self.decide_preprovisioning(sub, calls)
        elif sub.status == 'ActivationPending':
            self.decide_activation(sub, calls)
        elif sub.status == 'DeactivationPending':
            self.decide_deactivation(sub, calls)
        elif sub.wanted is not None or (self.bad('signalling-not-applied') and sub.status == 'Active'):
            sub.signalling, sub.wanted = sub.wanted or sub.signalling, None
            sub.signalling_given = True
            reason = None if self.bad('signalling-without-reason') else 'SignallingStatusChange'
            status = 'ActivationPending' if self.bad('signalling-notified-as-pending') else 'Active'
            if not self.bad('signalling-not-notified'):
                calls.append((sub, status, reason))
        sub.held = False
        return self.tell(calls)

    def decide_preprovisioning(self, sub, calls):
        denial = sub.denial or ('NotEligible' if sub.customer is not None and sub.customer.denied else None)
        if denial is None:
            if not self.bad('grant-notified-but-still-pending'):
                sub.status = 'PreProvisioned'
            if not self.bad('grant-not-notified'):
                reason = 'Swapped' if self.bad('swapped-on-preprovisioned') else None
                calls.append((sub, 'PreProvisioned', reason))
            if self.bad('swap-at-preprovisioning'):
                self.swap(sub, calls)
            return
        if self.bad('denial-keeps-resource'):
            pass
        elif self.bad('cancelled-in-resource'):
            sub.status = 'Cancelled'
        elif self.bad('denial-leaves-preprovisioned'):
            sub.status = 'PreProvisioned'
        else:
            del self.subscriptions[(sub.arp, sub.id)]
            self.gone.add((sub.arp, sub.id))
        if not self.bad('denial-not-notified'):
            status = 'Deactivated' if self.bad('denial-notified-as-deactivated') else 'Cancelled'
            calls.append((sub, status, denial))

    def decide_activation(self, sub, calls):
        if self.bad('activation-never-completes'):
            return
        swapped = self.swap(sub, calls)
        if not self.bad('activation-completed-in-notification-only'):
            sub.status = 'Active'
        if sub.wanted is not None:
            sub.signalling, sub.wanted = sub.wanted, None
        reason = 'Swapped' if swapped and self.has('recipient-notified-as-swapped') else None
        if self.bad('customer-requested-on-active'):
            reason = 'CustomerRequested'
        silent = self.bad('activation-not-notified') or (swapped and self.bad('recipient-never-notified'))
        if not silent:
            call = (sub, 'Active', reason)
            calls.insert(0, call) if self.bad('donor-after-recipient') else calls.append(call)
            if sub.told == -1:
                calls.append(call)
                sub.told = 0

    def swap(self, sub, calls):
        donor = next((s for s in self.subscriptions.values() if s is not sub and s.customer is sub.customer
                      and s.status == 'Active' and s.customer is not None), None)
        if donor is None:
            return False
        if not self.bad('donor-stays-active'):
            donor.status = 'Deactivated'
        if self.bad('donor-removed'):
            del self.subscriptions[(donor.arp, donor.id)]
        reason = None if self.bad('donor-without-reason') else 'DSPRequested' if self.bad('donor-reason-wrong') \
            else 'Swapped'
        if not self.bad('donor-not-notified'):
            calls.append((donor, 'Deactivated', reason, sub if self.bad('donor-notified-at-recipient') else donor))
        return True

    def decide_deactivation(self, sub, calls):
        refuses = sub.customer is not None and sub.customer.refuses
        if refuses and not self.has('deactivation-never-refused'):
            if not self.bad('refused-deactivation-stays-pending'):
                sub.status = 'Active'
            status = 'Deactivated' if self.bad('refused-deactivation-notified-deactivated') else 'Active'
            calls.append((sub, status, None))
            return
        if not self.bad('deactivation-notified-but-still-pending'):
            sub.status = 'Deactivated'
        if self.bad('deactivation-removes-the-resource'):
            del self.subscriptions[(sub.arp, sub.id)]
        if not self.bad('deactivation-not-notified'):
            calls.append((sub, 'Deactivated', 'CustomerRequested' if self.has('deactivation-with-reason') else None))

    # notifications

    def tell(self, calls):
        if not calls:
            return None
        bodies = [self.prepare(*call) for call in calls]

        async def deliver():
            for at in bodies:
                await self.deliver(*at)
                if self.bad('notification-twice'):
                    await self.deliver(*at)
        return self.spawn(deliver())

    async def notify(self, sub, status, reason=None):
        self.tell([(sub, status, reason)])

    def prepare(self, sub, status, reason=None, via=None, more=()):
        via = via or sub
        fmt = via.format
        if self.bad('notification-always-xml'):
            fmt = 'XML'
        if self.bad('notification-always-json'):
            fmt = 'JSON'
        if self.bad('notification-in-format-of-creation'):
            fmt = via.first_format
        value = self.notification(sub, status, reason, more)
        url = getattr(via, 'old_url', None) or via.notify_url
        sub.told += 1 if sub.told >= 0 else 0
        if self.bad('notification-xml-order-wrong') and fmt == 'XML':
            value = dict(sorted(value.items()))
        body = self.writer.render(fmt, 'roamingSubscriptionNotification', value, True)
        kind = self.writer.content_type(fmt, True)
        if self.bad('notification-json-labelled-xml') and fmt == 'JSON':
            kind = 'application/xml'
        return via, url, kind, body

    async def deliver(self, sub, url, kind, body):
        if url is None:
            return
        method = 'PUT' if self.bad('notified-by-put') else 'POST'
        async with sub.lock:
            for pause in (0.05, 0.2, 0):
                try:
                    status = await self.caller.call(method, url, kind, body)
                    if status < 500:
                        return
                except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
                    pass
                await asyncio.sleep(pause)

    def stamp(self, moment):
        if self.has('notifications-with-offset-times'):
            return moment.astimezone(timezone(timedelta(hours=5, minutes=45))).isoformat(timespec='milliseconds')
        return moment.strftime('%Y-%m-%dT%H:%M:%SZ')

    def notification(self, sub, status, reason, more):
        link = self.url(sub, sub.root)
        if self.bad('link-not-encoded'):
            link = link.rpartition('/')[0] + '/' + sub.id
        if self.bad('notification-link-relative'):
            link = urlsplit(link).path
        if self.bad('notification-link-to-factory'):
            link = link.rpartition('/')[0]
        links = [{'@rel': 'RoamingSubscription', '@href': link}] + [
            {'@rel': 'NewRoamingSubscription', '@href': self.url(s, s.root)} for s in more]
        if self.bad('notification-link-without-rel'):
            links = [{'@href': item['@href']} for item in links]
        if self.has('notifications-with-more-links'):
            links.insert(0, {'@rel': 'help', '@href': 'http://example.com/help'})
        if self.bad('notification-reason-unknown') and reason is None:
            reason = 'Completed'
        data = getattr(sub, 'old_data', None) or sub.data
        if self.bad('notification-data-missing') or (self.bad('notification-data-only-in-first') and sub.told > 0):
            data = None
        if data and self.bad('notification-data-cut'):
            data = data[:16]
        end = now()
        ended = self.stamp(end)
        if self.bad('notification-end-is-date'):
            ended = end.strftime('%Y-%m-%d')
        if self.bad('notification-end-without-t'):
            ended = end.strftime('%Y-%m-%d %H:%M:%S')
        started = self.stamp(end + timedelta(hours=1) if self.bad('notification-start-after-end') else sub.started)
        ident = sub.id
        if self.bad('notification-id-encoded'):
            ident = quote(ident, safe='')
        if self.bad('notification-id-is-resource-url'):
            ident = link
        minimal = self.has('notifications-minimal')
        needed = ('Swapped', 'UserIdChange', 'SignallingStatusChange', 'CustomerRequested', 'MNPPortOut', 'DSPRequested')
        users = sub.users[:1] if self.bad('notification-with-one-user') else sub.users
        if data and self.bad('notification-data-cut-at-255'):
            data = data[:255]
        if data and self.bad('notification-data-composed'):
            data = unicodedata.normalize('NFC', data)
        value = {
            'roamingSubscriptionId': ident,
            'userId': self.user_tree(users),
            'dspId': sub.dsp,
            'arpId': sub.shown_arp,
            'status': self.spell(status),
            'notificationReason': None if minimal and reason not in needed else reason,
            'notificationDescription': 'Erledigt – ok <&>' if self.has('notifications-described') else None,
            'operationStartTimestamp': None if minimal else started,
            'operationEndTimestamp': None if self.bad('notification-without-end') else ended,
            'callbackData': data,
            'arpSignallingStatus': sub.signalling if self.has('notifications-with-signalling') else None,
            'link': None if self.bad('notification-without-link') else links,
        }
        if self.bad('notification-without-users'):
            value['userId'] = None
        if self.bad('notification-without-arp'):
            value['arpId'] = None
        if self.bad('notification-without-dsp-on-swap') and reason == 'Swapped':
            value['dspId'] = None
        return value

    # the stage

    async def stage(self, request):
        def reply(status, value):
            return Reply(status, [('Content-Type', 'application/json')], json.dumps(value).encode())

        if request.method != 'POST':
            return reply(405, {'error': 'POST'})
        try:
            call = json.loads(request.body)
            params = call.get('params') or {}
            if call.get('action') == 'teardown':
                return reply(200, {})
            return reply(200, self.set_up(call['state'], params))
        except (ValueError, KeyError, AttributeError) as error:
            return reply(400, {'error': f'Cannot: {error}'})

    def set_up(self, state, params):
        if state in ('customer', 'denied customer'):
            return {'userId': self.facts(self.new_customer(state == 'denied customer').users)}
        if state.endswith(' subscription'):
            return self.place(state.rpartition(' ')[0], params)
        sub = next((s for s in self.subscriptions.values() if s.id == params['subscriptionId']), None)
        if sub is None:
            if state == 'decision made':
                return {}
            raise ValueError('no such subscription')
        if state == 'decision made':
            self.decide(sub)
            return {}
        if state == 'deactivation by the DSP':
            return self.deactivate(sub, params['reason'])
        if state == 'change of userId':
            return self.change_users(sub)
        raise ValueError(f'unknown state {state}')

    def facts(self, users):
        return [{'type': k, 'value': v} for k, v in users]

    def new_customer(self, denied=False, refuses=False):
        self.count += 1
        users = [('MSISDN', f'tel:+3460{self.count:07d}'), ('IMSI', f'21407{self.count:010d}'),
                 ('Email', f'cliente.{self.count}@example.com')]
        if self.has('customers-with-one-identifier'):
            users = users[:1]
        customer = Customer(users, denied, refuses)
        self.customers.update((u, customer) for u in users)
        return customer

    def place(self, status, params):
        refuses = status == 'indelible'
        status = 'Active' if refuses else status
        if status not in STATUSES:
            raise ValueError(f'unknown state {status}')
        same = params.get('sameCustomerAs')
        customer = next((s.customer for s in self.subscriptions.values() if s.id == same), None) if same else None
        if same and customer is None:
            raise ValueError(f'no subscription {same}')
        customer = customer or self.new_customer(refuses=refuses)
        arp = params.get('arpId') or OWN
        sub = Subscription(self.new_id(arp), arp, customer, list(customer.users))
        self.count += 1
        sub.status = status
        sub.held = status in PENDING
        sub.notify_url = params.get('notifyURL') or 'http://127.0.0.1:9/nobody'
        sub.data = params.get('callbackData')
        sub.format_given = params.get('notificationFormat') is not None
        sub.format = sub.first_format = params.get('notificationFormat') or 'XML'
        sub.root = params.get('serverRoot')
        if sub.root is not None and not sub.root.rstrip('/').endswith('/roamingProvisioning'):
            sub.root = sub.root.rstrip('/') + '/roamingProvisioning'
        self.subscriptions[(arp, sub.id)] = sub
        return {'arpId': arp, 'subscriptionId': sub.id, 'dspId': sub.dsp, 'userId': self.facts(sub.users)}

    def deactivate(self, sub, reason):
        if not self.bad('return-stays-active'):
            sub.status = 'Deactivated'
        reason = 'DSPRequested' if self.bad('return-reason-always-dsp') else reason
        status = 'Active' if self.bad('return-notified-active') else 'Deactivated'
        if self.has('return-over-pending'):
            sub.status = 'DeactivationPending'
            sub.held = True

            async def later():
                await asyncio.sleep(0.02)
                sub.status, sub.held = 'Deactivated', False
                self.tell([(sub, status, reason)])
            self.spawn(later())
        elif not self.bad('return-not-notified'):
            self.tell([(sub, status, reason)])
        return {}

    def change_users(self, sub):
        old = sub.customer
        self.count += 1
        users = [('MSISDN', f'tel:+3469{self.count:07d}')] + [u for u in sub.users if u[0] != 'MSISDN']
        customer = Customer(users, False, old.refuses)
        self.customers.update((u, customer) for u in users)
        reason = None if self.bad('userid-change-without-reason') else 'UserIdChange'
        if self.bad('userid-change-modifies-resource'):
            sub.users, sub.customer = users, customer
            self.tell([(sub, 'Active', reason)])
            return {'userId': self.facts(users)}
        new = Subscription(self.new_id(sub.arp), sub.arp, customer, users)
        self.count += 1
        new.status, new.signalling, new.root = 'Active', sub.signalling, sub.root
        new.notify_url, new.data, new.format = sub.notify_url, sub.data, sub.format
        new.format_given, new.first_format = sub.format_given, sub.format
        self.subscriptions[(new.arp, new.id)] = new
        if not self.bad('userid-change-keeps-old-contract'):
            sub.status = 'Deactivated'
        more = () if self.bad('userid-change-without-reference') else (new,)
        if not self.bad('userid-change-not-notified'):
            at = self.prepare(sub, 'Deactivated', reason, None, more)
            self.spawn(self.deliver(*at))
        return {'userId': self.facts(users)}
