import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import { createServer } from 'node:http'
import autocannon from 'autocannon'
import { serveCore } from './dist/simulators/http-server.js'
import { Random } from './dist/simulators/random.js'
import { seramSimulator } from './dist/simulators/seram/index.js'
import { onapiSimulator } from './dist/simulators/onapi/index.js'
const E = { seType: 'uicc', seId: '89460000000000000001', seExtraInfo: 'SAM' }
const S = { secureElement: [E], remoteManagementOrder: { delay: 0, chosenSecureElement: E, ramCommands: [{ ramCommandType: 'ramStartCommand' }, { ramCommandType: 'seRamCommand', listOfCAPDU: ['00A4040000'] }, { ramCommandType: 'notificationCommand', deviceAppNotification: 'x' }, { ramCommandType: 'ramStopCommand' }] } }
const O = {coAccessId:'access-activated',operation:'ACTIVATE',orderDateTime:'2021-05-03T20:31:15Z',requestedDateTime:'2099-05-06T00:01:00Z',products:[{productId:'broadband',offeringId:'broadband-100'}],customerDetails:{identifiedCustomer:true,personalIdentityNumber:'19900101-0017',customerFirstname:'Karin',customerLastName:'Lindqvist',customerPhone:'+468465007',customerMobilePhone:'+46701740605',customerEmail:'karin@example.com',invoiceDetails:{streetName:'Storgatan',streetNumber:'7',streetLittera:'B',postalCode:'12345',city:'Lund'}}}
const loads = { seram: { path: '/order', body: JSON.stringify(S), auth: 'Bearer seram-orders-token' }, onapi: { path: '/order/', body: JSON.stringify(O), auth: 'Basic ' + Buffer.from('portal:portal-secret').toString('base64') } }
if (isMainThread) {
  for (const api of ['seram', 'onapi']) {
    const l = loads[api]
    const start = kind => new Promise(res => { const w = new Worker(new URL(import.meta.url), { workerData: { kind, api } }); w.once('message', url => res({ url, w })) })
    const a = await start('sim'), b = await start('bare'), c = await start('floor')
    const m = async url => (await autocannon({ url: url + l.path, method: 'POST', connections: 20, duration: 1, headers: { 'content-type': 'application/json', authorization: l.auth }, body: l.body })).requests.average
    for (let i = 0; i < 5; i++) { const x = await m(a.url), y = await m(b.url), z = await m(c.url); console.log(api, x | 0, y | 0, z|0, (x / y).toFixed(2), (z/y).toFixed(2)) }
    await Promise.all([a,b,c].map(x=>x.w.terminate()))
  }
} else {
  const { kind, api } = workerData, l = loads[api]
  const core = (api === 'seram' ? seramSimulator : onapiSimulator).create({ clock: { now: Date.now, after: () => () => {} }, random: new Random(1), call: async () => { throw 1 } })
  const r = await core.handle({ method: 'POST', target: l.path, headers: { 'content-type': 'application/json', authorization: l.auth }, body: Buffer.from(l.body) })
  if (kind === 'sim') parentPort.postMessage((await serveCore(core)).url)
  else if (kind === 'floor') parentPort.postMessage((await serveCore({stage:{}, handle(q){JSON.parse(q.body.toString()); return r}})).url)
  else {
    const s = createServer((q, p) => { const c = []; q.on('data', d => c.push(d)); q.on('end', () => { JSON.parse(Buffer.concat(c).toString()); p.writeHead(r.status, r.headers); p.end(r.body) }) })
    s.listen(0, '127.0.0.1', () => parentPort.postMessage(`http://127.0.0.1:${s.address().port}`))
  }
}
