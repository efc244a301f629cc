import { readJson } from './dist/simulators/json.js'
import { Random } from './dist/simulators/random.js'
import { seramSimulator } from './dist/simulators/seram/index.js'
import { onapiSimulator } from './dist/simulators/onapi/index.js'
import { wrongWithOrder } from './dist/simulators/seram/check.js'
import * as C from './dist/simulators/onapi/check.js'
const E = { seType: 'uicc', seId: '89460000000000000001', seExtraInfo: 'SAM' }
const S = { secureElement: [E], remoteManagementOrder: { delay: 0, chosenSecureElement: E, ramCommands: [{ ramCommandType: 'ramStartCommand' }, { ramCommandType: 'seRamCommand', listOfCAPDU: ['00A4040000'] }, { ramCommandType: 'notificationCommand', deviceAppNotification: 'x' }, { ramCommandType: 'ramStopCommand' }] } }
const O = {coAccessId:'access-activated',operation:'ACTIVATE',orderDateTime:'2021-05-03T20:31:15Z',requestedDateTime:'2099-05-06T00:01:00Z',products:[{productId:'broadband',offeringId:'broadband-100'}],customerDetails:{identifiedCustomer:true,personalIdentityNumber:'19900101-0017',customerFirstname:'Karin',customerLastName:'Lindqvist',customerPhone:'+468465007',customerMobilePhone:'+46701740605',customerEmail:'karin@example.com',invoiceDetails:{streetName:'Storgatan',streetNumber:'7',streetLittera:'B',postalCode:'12345',city:'Lund'}}}
const sb = Buffer.from(JSON.stringify(S)), ob = Buffer.from(JSON.stringify(O))
const env = () => ({ clock: { now: Date.now, after: () => () => {} }, random: new Random(1), call: async () => { throw 1 } })
const sc = seramSimulator.create(env()), oc = onapiSimulator.create(env())
const sr = { method: 'POST', target: '/order', headers: { 'content-type': 'application/json', authorization: 'Bearer seram-orders-token' }, body: sb }
const or = { method: 'POST', target: '/order/', headers: { 'content-type': 'application/json', authorization: 'Basic ' + Buffer.from('portal:portal-secret').toString('base64') }, body: ob }
async function time(name, f, n = 200000) { for (let i = 0; i < 20000; i++) { const r = f(); if (r instanceof Promise) await r } const t = process.hrtime.bigint(); for (let i = 0; i < n; i++) { const r = f(); if (r instanceof Promise) await r } console.log(name.padEnd(24), (Number(process.hrtime.bigint() - t) / n / 1000).toFixed(2), 'us') }
await time('parse seram', () => JSON.parse(sb.toString())); await time('parse onapi', () => JSON.parse(ob.toString()))
await time('readJson seram', () => readJson(sb)); await time('readJson onapi', () => readJson(ob))
await time('check seram', () => wrongWithOrder(S)); await time('checkorder onapi', () => C.causeInOrder(O)); await time('checkcust onapi', () => C.causeInCustomer(O.customerDetails))
const r = new Random(1); await time('uuid', () => r.uuid())
await time('core seram', () => { return sc.handle(sr) }); await time('core onapi', () => oc.handle(or))
await time('core seram retained', () => sc.handle(sr), 300000)
sc.store = () => true
await time('core seram no store', () => sc.handle(sr))
sc.generateId = () => 'x'
await time('.. no uuid', () => sc.handle(sr))
const ck = sc.check; sc.check = () => undefined
await time('.. no check', () => sc.handle(sr))
import { isUtf8 } from 'node:buffer'
await time('isUtf8', () => isUtf8(sb)); await time('toString', () => sb.toString('utf8')); await time('latin1', () => sb.toString('latin1'))
const st = sb.toString(); await time('JSON.parse', () => JSON.parse(st))
