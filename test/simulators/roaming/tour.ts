import type { HttpReply, OutgoingRequest } from '../../../simulators/simulator.js'
import type { Elements } from '../../../simulators/roaming/writing.js'
import { path, wanted, type Sending, type World } from './world.js'

const STATUSES = [
  'PreProvisioningPending',
  'PreProvisioned',
  'ActivationPending',
  'Active',
  'DeactivationPending',
  'Deactivated',
] as const

const FORMATS = ['XML', 'JSON'] as const

/**
 * Everything that an observer sees of a DSP while it is led through what the rules speak of, line by line. The bodies
 * of its answers and notifications are added to `bodies`.
 */
export async function tour(world: World, bodies: string[] = []): Promise<string[]> {
  const guide = new Guide(world, bodies)
  for (const stop of STOPS) {
    await stop(guide)
    await guide.listen(3000)
  }
  return guide.seen
}

class Guide {
  readonly seen: string[] = []
  readonly world: World
  private readonly bodies: string[]
  private numbers = 0

  constructor(world: World, bodies: string[]) {
    this.world = world
    this.bodies = bodies
  }

  async send(method: string, target: string, content?: Elements, how: Sending = {}): Promise<HttpReply> {
    const reply = await this.world.send(method, target, content, how)
    this.seen.push(
      `${method} ${target} ${JSON.stringify(reply.status)} ${JSON.stringify(reply.headers)} ${String(reply.body)}`,
    )
    if (reply.body.length > 0) this.bodies.push(String(reply.body))
    return reply
  }

  async listen(milliseconds = 100): Promise<OutgoingRequest[]> {
    await this.world.clock.advance(milliseconds)
    const calls = this.world.taken()
    for (const call of calls) {
      this.seen.push(JSON.stringify(call))
      this.bodies.push(call.body)
    }
    return calls
  }

  newUser(): Elements {
    this.numbers += 1
    return { type: 'MSISDN', value: `tel:+195855500${String(this.numbers).padStart(6, '0')}0` }
  }

  /** Creates a subscription; answers its path even if the answer is not what it should be. */
  async create(more: Elements = {}, how: Sending = {}): Promise<string> {
    const reply = await this.send('POST', path(), wanted({ userId: [this.newUser()], ...more }), how)
    const found = /roamingSubscriptions\/([^"<]+)/.exec(String(reply.body))?.[1]
    return found === undefined ? path('none') : `${path()}/${found}`
  }

  /** Puts a subscription into a status; gives its path and what a PUT of it repeats. */
  async place(
    name: Parameters<World['stage']>[0] & `${string} subscription`,
    params: { arpId?: string; notificationFormat?: 'XML' | 'JSON'; sameCustomerAs?: string } = {},
  ): Promise<{ url: string; subscriptionId: string; body: (more?: Elements) => Elements }> {
    const facts = await this.world.stage(name, {
      serverRoot: 'http://dsp.example.com:8080',
      notifyURL: 'http://127.0.0.1:9/notifications',
      callbackData: '00123',
      notificationFormat: 'JSON',
      ...params,
    })
    return {
      url: path(facts.subscriptionId, facts.arpId),
      subscriptionId: facts.subscriptionId,
      body: (more = {}) =>
        wanted({
          userId: facts.userId.map(id => ({ ...id })),
          arpId: facts.arpId,
          status: name === 'indelible subscription' ? 'Active' : (name.split(' ')[0] ?? ''),
          ...more,
        }),
    }
  }

  async decide(subscriptionId: string): Promise<void> {
    await this.world.stage('decision made', { subscriptionId })
    await this.listen()
  }
}

const callback = (more: Elements = {}): Elements => ({
  callbackReference: {
    notifyURL: 'http://127.0.0.1:9/notifications',
    callbackData: '00123',
    notificationFormat: 'JSON',
    ...more,
  },
})

const STOPS: readonly ((guide: Guide) => Promise<void>)[] = [
  async function creations(guide) {
    for (const format of FORMATS) {
      await guide.create({}, { format })
      await guide.create({ userId: [guide.newUser(), { type: 'Email', value: 'a@example.com' }] }, { format })
      await guide.create({ arpSignallingStatus: 'OffLine' }, { format })
      await guide.create({}, { format, accept: '*/*' })
      for (const callbackData of ['12345', 'true', 'a%2Fb+c', '  two  spaces  ', '<b>&amp;</b>', 'Zürich']) {
        await guide.create(callback({ callbackData, notificationFormat: 'XML' }), { format })
        await guide.create(callback({ callbackData }), { format })
        const url = await guide.create(callback({ callbackData }), { format })
        await guide.send('GET', url)
        await guide.listen()
      }
    }
    await guide.create({}, { arp: 'ITA02' })
    await guide.create({ requestArrivalTimestamp: '2001-01-01T00:00:00Z' })
    await guide.create({ authorizationInformation: 'signed' })
    await guide.create({ colour: 'blue' })
    await guide.create({ arpId: 'ITA02' })
    await guide.create({ dspId: 'ITAXX' })
    await guide.create({ userId: [{ type: 'MSISDN', value: 'tel:9585550100' }] })
    await guide.create({ userId: [{ type: 'MSISDN', value: 'tel:+19585550199' }] })
    await guide.create({ userId: [{ type: 'MSISDN', value: 'tel:+19585550142' }] })
    await guide.create({ userId: [{ type: 'MSISDN', value: 'tel:+19585550142' }] })
    await guide.create(callback({ notifyURL: 'http://127.0.0.1:9/other' }))
  },
  async function incomplete(guide) {
    const { url, body } = await guide.place('Active subscription')
    const whole: [string, string, Elements][] = [
      ['POST', path(), wanted()],
      ['PUT', url, body()],
    ]
    for (const [method, target, content] of whole) {
      for (const name of Object.keys(content)) {
        const { [name]: _, ...rest } = content
        await guide.send(method, target, {
          ...rest,
          ...(name === 'userId' ? {} : { userId: content['userId'] ?? [] }),
        })
      }
      await guide.send(method, target, { ...content, userId: [{ value: 'x' }] })
      await guide.send(method, target, { ...content, userId: [{ type: 'MSISDN' }] })
      for (const name of ['notifyURL', 'callbackData', 'notificationFormat']) {
        const { [name]: _, ...rest } = callback()['callbackReference'] as Record<string, string>
        await guide.send(method, target, { ...content, callbackReference: rest })
      }
    }
  },
  async function values(guide) {
    const { url, body } = await guide.place('Active subscription')
    for (const [name, value] of [
      ['status', 'PREPROVISIONED'],
      ['status', 'Preprovisioned'],
      ['status', 'active'],
      ['status', 'Paused'],
      ['arpSignallingStatus', 'Online'],
      ['arpSignallingStatus', 'Offline'],
    ] as const) {
      await guide.create({ [name]: value })
      await guide.send('PUT', url, body({ [name]: value }))
    }
    for (const notificationFormat of ['json', 'YAML']) {
      await guide.create(callback({ notificationFormat }))
      await guide.send('PUT', url, body(callback({ notificationFormat })))
    }
    for (const status of [...STATUSES, 'Cancelled']) await guide.create({ status })
  },
  async function addresses(guide) {
    const { url } = await guide.place('Active subscription')
    for (const version of ['v2', 'v0', 'V1', '1'])
      await guide.send('GET', url.replace('/v1/', `/${version}/`))
    await guide.send('GET', url.replace('ITA01', '%49TA01'))
    await guide.send('GET', path('unknown'))
    await guide.send('GET', path('unknown'), undefined, { format: 'XML' })
    await guide.send('PUT', path('unknown'), wanted())
    await guide.send('GET', path('unknown'))
    const foreign = await guide.place('Active subscription', { arpId: 'ITA02' })
    await guide.send('GET', foreign.url)
    await guide.send('PUT', foreign.url, foreign.body())
    await guide.send('GET', path(foreign.subscriptionId))
    await guide.send('POST', path(undefined, 'ITA02'), wanted({ arpId: 'ITA02' }))
  },
  async function strangers(guide) {
    const { url, body } = await guide.place('Active subscription')
    await guide.send('GET', url, undefined, { arp: 'nobody' })
    await guide.send('GET', url, undefined, { arp: 'wrong' })
    await guide.send('PUT', url, body({ status: 'Deactivated' }), { arp: 'nobody' })
    await guide.send('GET', url)
  },
  async function methods(guide) {
    const { url, body } = await guide.place('Active subscription')
    for (const method of ['GET', 'PUT', 'DELETE']) await guide.send(method, path(), wanted())
    for (const method of ['POST', 'DELETE']) await guide.send(method, url, body())
    await guide.send('GET', url)
  },
  async function retrievals(guide) {
    for (const status of STATUSES) {
      const { url } = await guide.place(`${status} subscription`)
      for (const format of FORMATS) await guide.send('GET', url, undefined, { format })
    }
    const { url } = await guide.place('Active subscription')
    await guide.send('GET', url, undefined, { accept: 'text/plain' })
    await guide.send('GET', `${url}?resFormat=XML`)
  },
  async function matrix(guide) {
    for (const stored of STATUSES) {
      for (const requested of [...STATUSES, 'Cancelled']) {
        const { url, subscriptionId, body } = await guide.place(`${stored} subscription`)
        await guide.send('PUT', url, body({ status: requested }), { format: 'XML' })
        await guide.send('PUT', url, body({ status: requested }))
        await guide.send('GET', url)
        await guide.listen()
        await guide.decide(subscriptionId)
        await guide.send('GET', url)
      }
    }
  },
  async function updates(guide) {
    for (const status of STATUSES) {
      const { url, subscriptionId, body } = await guide.place(`${status} subscription`)
      await guide.send('PUT', url, body(callback({ notifyURL: 'http://127.0.0.1:9/moved' })))
      await guide.send('PUT', url, body(callback({ callbackData: 'moved', notificationFormat: 'XML' })))
      await guide.send('GET', url)
      await guide.decide(subscriptionId)
    }
    const moved = await guide.place('PreProvisioningPending subscription')
    await guide.send('PUT', moved.url, moved.body(callback({ notifyURL: 'http://127.0.0.1:9/moved' })))
    await guide.decide(moved.subscriptionId)
    const { url, subscriptionId, body } = await guide.place('Active subscription')
    for (const more of [
      { userId: [guide.newUser()] },
      { userId: [guide.newUser(), guide.newUser(), guide.newUser()] },
      { dspId: 'ITAXX' },
      { requestArrivalTimestamp: '2001-01-01T00:00:00Z' },
      { resourceURL: 'http://dsp.example.com/roamingProvisioning/v1/ITA01/roamingSubscriptions/1' },
    ]) {
      await guide.send('PUT', url, body(more))
      await guide.send('GET', url)
    }
    await guide.send('PUT', url, body({ arpSignallingStatus: 'OffLine' }))
    await guide.send('PUT', url, body({ arpSignallingStatus: 'OffLine' }), { format: 'XML' })
    await guide.decide(subscriptionId)
    await guide.send('GET', url)
    await guide.send('PUT', url, body({ status: 'PreProvisioned', ...callback({ callbackData: 'new' }) }))
    await guide.send('GET', url)
    const other = await guide.place('Active subscription')
    await guide.send('PUT', other.url, other.body({ arpId: 'ITA02' }))
    await guide.send('GET', other.url)
  },
  async function spellings(guide) {
    const namespace = `urn:oma:xml:rest:${guide.world.core.profile === 'document' ? 'roamingProvisioning' : 'netapi:roam'}:1`
    const { url } = await guide.place('Active subscription')
    await guide.send('GET', url, undefined, { accept: 'application/json;q=0.2, application/xml' })
    await guide.send('GET', url, undefined, { accept: 'application/xml;q=0.2, application/json' })
    for (const data of ['<![CDATA[ref]]>', 'r<!-- not part of it -->ef', '&#114;&#x65;f']) {
      const raw =
        `<rp:roamingSubscription xmlns:rp="${namespace}"><userId><type>MSISDN</type><value>tel:+19585550188</value></userId>` +
        '<status>PreProvisioned</status><dspId>ITASI</dspId><arpId>ITA01</arpId><callbackReference>' +
        `<notifyURL>http://127.0.0.1:9/</notifyURL><callbackData>${data}</callbackData></callbackReference></rp:roamingSubscription>`
      await guide.send('POST', path(), undefined, { format: 'XML', raw })
    }
    const json = JSON.stringify({ roamingSubscription: wanted({ userId: [guide.newUser()] }) })
    await guide.send('POST', path(), undefined, { raw: json.replace('00123', String.raw`\u0030`) })
    await guide.send('POST', path(), undefined, {
      raw: json.replace('{"userId"', '{"dspId":"ITASI","userId"'),
    })
    const { status, ...rest } = wanted({ userId: [guide.newUser()] })
    await guide.send('POST', path(), { status: status ?? '', ...rest })
    await guide.create({ userId: [guide.newUser(), { type: 'Email' }] })
  },
  async function histories(guide) {
    const customer = { userId: [guide.newUser()] }
    const url = await guide.create(customer)
    await guide.listen(3000)
    for (const wish of ['Active', 'Deactivated']) {
      await guide.send('PUT', url, wanted({ ...customer, status: wish }))
      await guide.listen(3000)
    }
    await guide.send('DELETE', url)
    await guide.create(customer)
    const { url: active, subscriptionId, body } = await guide.place('Active subscription')
    for (const arpSignallingStatus of ['OffLine', 'OnLine']) {
      await guide.send('PUT', active, body({ arpSignallingStatus }))
      await guide.decide(subscriptionId)
      await guide.send('GET', active)
    }
  },
  async function denials(guide) {
    for (const notificationFormat of FORMATS) {
      const { userId } = await guide.world.stage('denied customer', {})
      const url = await guide.create({
        userId: userId.map(id => ({ ...id })),
        ...callback({ notificationFormat }),
      })
      const subscriptionId = decodeURIComponent(url.split('/').at(-1) ?? '')
      await guide.world.stage('decision made', { subscriptionId })
      await guide.send('GET', url)
      await guide.listen()
      await guide.send('GET', url)
      await guide.send('PUT', url, wanted({ status: 'Active' }))
      await guide.send('GET', url)
      const again = await guide.create({ userId: userId.map(id => ({ ...id })) })
      await guide.decide(decodeURIComponent(again.split('/').at(-1) ?? ''))
    }
  },
  async function swaps(guide) {
    for (const status of ['PreProvisioningPending', 'PreProvisioned', 'ActivationPending'] as const) {
      const donor = await guide.place('Active subscription', { arpId: 'ITA02' })
      const spared = await guide.place('Active subscription', { arpId: 'ITA02' })
      const recipient = await guide.place(`${status} subscription`, { sameCustomerAs: donor.subscriptionId })
      await guide.send('GET', donor.url, undefined, { arp: 'ITA02' })
      await guide.decide(recipient.subscriptionId)
      await guide.send('GET', donor.url, undefined, { arp: 'ITA02' })
      await guide.send('GET', spared.url, undefined, { arp: 'ITA02' })
    }
  },
  async function endings(guide) {
    for (const reason of ['CustomerRequested', 'MNPPortOut', 'DSPRequested'] as const) {
      const { url, subscriptionId } = await guide.place('Active subscription')
      await guide.world.stage('deactivation by the DSP', { subscriptionId, reason })
      await guide.listen()
      await guide.send('GET', url)
    }
    const { url, subscriptionId } = await guide.place('Active subscription')
    await guide.world.stage('change of userId', { subscriptionId })
    await guide.listen()
    await guide.send('GET', url)
    const indelible = await guide.place('indelible subscription')
    await guide.send('PUT', indelible.url, indelible.body({ status: 'Deactivated' }))
    await guide.decide(indelible.subscriptionId)
    await guide.send('GET', indelible.url)
    const forgotten = await guide.place('Active subscription')
    await guide.send('PUT', forgotten.url, forgotten.body({ status: 'Deactivated' }))
    await guide.decide(forgotten.subscriptionId)
    await guide.listen(3000)
    await guide.send('GET', forgotten.url)
  },
  async function formats(guide) {
    const namespace = `urn:oma:xml:rest:${guide.world.core.profile === 'document' ? 'roamingProvisioning' : 'netapi:roam'}:1`
    const inner =
      '<userId><type>MSISDN</type><value>tel:+19585550177</value></userId><status>PreProvisioned</status>' +
      '<dspId>ITASI</dspId><arpId>ITA01</arpId>' +
      '<callbackReference><notifyURL>http://127.0.0.1:9/</notifyURL></callbackReference>'
    for (const raw of [
      `<ns2:roamingSubscription xmlns:ns2="${namespace}">${inner}</ns2:roamingSubscription>`,
      `<roamingSubscription xmlns="${namespace}">${inner.replaceAll(/<([a-zA-Z]+)>/g, '<$1 xmlns="">')}</roamingSubscription>`,
    ]) {
      await guide.send('POST', path(), undefined, { format: 'XML', raw })
      await guide.send('POST', path(), undefined, { format: 'XML', raw, accept: 'application/json' })
    }
    const json = JSON.stringify({ roamingSubscription: wanted({ userId: guide.newUser() }) })
    for (const raw of [
      json,
      json.replace('roamingSubscription', 'subscription'),
      json.slice(0, -3),
      json.replace('00123', '\\ud800'),
      '',
    ]) {
      await guide.send('POST', path(), undefined, { raw, contentType: 'application/json' })
    }
    for (const raw of [
      `<ns2:roamingSubscription xmlns:ns2="${namespace}">${inner}`,
      `<!DOCTYPE a [<!ENTITY b "c">]><ns2:roamingSubscription xmlns:ns2="${namespace}"/>`,
      '<a>'.repeat(100_000),
    ]) {
      await guide.send('POST', path(), undefined, { format: 'XML', raw })
    }
    await guide.send('POST', path(), undefined, { raw: json, contentType: 'text/plain' })
    await guide.send('POST', path(), undefined, { raw: json, contentType: 'Application/JSON' })
    await guide.send('POST', path(), undefined, { raw: json, contentType: 'application/json; charset=utf-8' })
    await guide.send('POST', path(), undefined, {
      raw: 'status=PreProvisioned',
      contentType: 'application/x-www-form-urlencoded',
    })
  },
  async function habits(guide) {
    const namespace = `urn:oma:xml:rest:${guide.world.core.profile === 'document' ? 'roamingProvisioning' : 'netapi:roam'}:1`
    const { url, body } = await guide.place('Active subscription')
    await guide.send('GET', url, undefined, {
      headers: { authorization: `basic ${Buffer.from('ITA01:secret-of-ITA01').toString('base64')}` },
    })
    for (const accept of [undefined, '*/*', ';;q=,/']) {
      await guide.send('GET', url, undefined, { headers: { accept } })
    }
    await guide.send('GET', url, undefined, { headers: { authorization: 'Basic %%%' } })
    for (const pair of ['ITA01:secret-of-ITA0', 'ITA01:secret-of-ITA011']) {
      const authorization = `Basic ${Buffer.from(pair).toString('base64')}`
      await guide.send('GET', url, undefined, { headers: { authorization } })
    }
    for (const like of [`${url}0`, url.slice(0, -1)]) await guide.send('GET', like)
    const foreign = url.replace('ITA01', 'ITA02')
    await guide.send('PUT', foreign, body({ arpId: 'ITA02', status: 'Deactivated' }), { arp: 'ITA02' })
    for (const end of ['%zz', '%FF', '?xTrace=1']) await guide.send('GET', url + end)
    await guide.send('PUT', url, undefined, { raw: '', contentType: 'application/json' })
    for (const method of ['PATCH', 'POST']) {
      await guide.send(method, url, body({ status: 'Deactivated' }))
      await guide.send('GET', url)
    }
    const stranger = { userId: [guide.newUser()] }
    await guide.send('POST', path(), wanted(stranger), { arp: 'nobody' })
    await guide.listen(3000)
    await guide.create(stranger)
    await guide.create(callback({ xPriority: '1' }))
    for (const callbackData of ['2013-05-13T16:05:00+02:00', 'Zu\u0308rich', 'long'.repeat(75)]) {
      await guide.create(callback({ callbackData }))
    }
    for (const end of ['?arp=7&kind=status', '/CallBack', '/a%2Fb%20c']) {
      await guide.create(callback({ notifyURL: `http://127.0.0.1:9/notifications${end}` }))
      await guide.listen()
    }
    const json = JSON.stringify({ roamingSubscription: wanted({ userId: [guide.newUser()] }) })
    for (const raw of [
      '{"roamingSubscription":null}',
      json.replace(/"callbackReference":\{[^}]*\}/, '"callbackReference":"x"'),
    ]) {
      await guide.send('POST', path(), undefined, { raw })
    }
    await guide.send('POST', path(), undefined, {
      format: 'XML',
      raw:
        `<rp:roamingSubscription xmlns:rp="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
        `xsi:schemaLocation="${namespace} roaming.xsd"><userId><type>MSISDN</type><value>tel:+19585550166</value></userId>` +
        '<status>PreProvisioned</status><dspId>ITASI</dspId><arpId>ITA01</arpId><callbackReference>' +
        '<notifyURL>http://127.0.0.1:9/</notifyURL></callbackReference></rp:roamingSubscription>',
    })
    const raw =
      `<rp:roamingSubscription xmlns:rp="${namespace}"><userId><type>MSISDN</type><value>tel:+19585550155</value></userId>` +
      '<x:status xmlns:x="urn:x">Active</x:status><status>PreProvisioned</status><dspId>ITASI</dspId><arpId>ITA01</arpId>' +
      '<callbackReference><notifyURL>http://127.0.0.1:9/</notifyURL></callbackReference></rp:roamingSubscription>'
    await guide.send('POST', path(), undefined, { format: 'XML', raw })
    await guide.send('POST', path(), undefined, { raw, contentType: 'application/xml; charset=ISO-8859-1' })
    await guide.send('POST', path(), undefined, {
      format: 'XML',
      raw: raw.replace('<status>', '<?note wanted?>$&'),
    })
    const empty = wanted({ userId: [guide.newUser()], ...callback({ callbackData: '' }) })
    await guide.send('POST', path(), undefined, {
      raw: JSON.stringify({ roamingSubscription: empty }).replace(':""', ':null'),
      contentType: 'application/json; charset=utf-8',
      accept: '*/*',
    })
    await guide.create(callback({ callbackData: '\u0001' }))
    await guide.create(callback({ notifyURL: '\n  http://127.0.0.1:9/notifications\n' }), { format: 'XML' })
    const numbered = JSON.stringify({ roamingSubscription: wanted({ userId: [guide.newUser()] }) })
    await guide.send('POST', path(), undefined, { raw: numbered.replace('"00123"', '123') })
    for (const value of ['tel:+', 'tel:+1958FLOWER']) {
      await guide.create({ userId: [{ type: 'MSISDN', value }] })
    }
    const competing = await guide.place('PreProvisioningPending subscription')
    for (let requests = 0; requests < 2; requests++) {
      const url = await guide.create({ userId: competing.body()['userId'] as Elements[] })
      await guide.decide(decodeURIComponent(url.split('/').at(-1) ?? ''))
    }
    const changing = await guide.place('Active subscription')
    await guide.send('PUT', changing.url, changing.body({ arpSignallingStatus: 'OffLine' }))
    await guide.send('PUT', changing.url, changing.body(callback({ callbackData: 'meanwhile' })))
    await guide.decide(changing.subscriptionId)
    await guide.send('GET', changing.url)
    const quiet = await guide.place('PreProvisioned subscription')
    const { callbackReference, ...bare } = quiet.body({ status: 'Active' })
    const { callbackData: _data, ...silent } = callbackReference as Elements
    await guide.send('PUT', quiet.url, { ...bare, callbackReference: silent })
    const both = await guide.place('Active subscription')
    await guide.send(
      'PUT',
      both.url,
      both.body({ userId: (both.body()['userId'] as Elements[]).toReversed() }),
    )
    const donor = await guide.place('Active subscription', { arpId: 'ITA02' })
    const facts = await guide.world.stage('Active subscription', { sameCustomerAs: donor.subscriptionId })
    await guide.create({ userId: facts.userId.map(id => ({ ...id })) })
    const offline = await guide.place('Active subscription')
    await guide.send('PUT', offline.url, offline.body({ arpSignallingStatus: 'OffLine' }))
    await guide.send('GET', offline.url)
    await guide.decide(offline.subscriptionId)
    const { arpSignallingStatus: _, ...rest } = offline.body()
    await guide.send('PUT', offline.url, rest)
    const customer = { userId: [guide.newUser()], arpSignallingStatus: 'OffLine' }
    const created = await guide.create(customer)
    await guide.listen(3000)
    await guide.send('PUT', created, wanted({ ...customer, status: 'Active' }))
    await guide.listen(3000)
    await guide.send('GET', created)
    await guide.send('GET', offline.url)
  },
]
