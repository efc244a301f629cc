import { Given } from '@cucumber/cucumber'
import { defineWords } from '../../harness/words.js'
import { TRANSPORTS, type Transport } from './settings.js'
import type { Call } from './calls.js'
import type { ThunderWorld } from './world.js'

const PLUGIN_STATES = {
  idle: 'idle',
  provisioning: 'provisioning',
  'without its back office': 'back office unavailable',
  deactivated: 'deactivated',
} as const

type PluginState = (typeof PLUGIN_STATES)[keyof typeof PLUGIN_STATES]

defineWords('plugin state', PLUGIN_STATES)
defineWords('transport', TRANSPORTS)

Given('a plugin that is {plugin state}', async function (this: ThunderWorld, name: PluginState) {
  this.facts = await this.state(name, {})
  this.isIdle = name === 'idle'
  this.isProvisioning = name === 'provisioning'
  if (!this.isIdle) this.twin = () => this.requireTakenWhenIdle(this.call)
  if (name === 'deactivated') this.refusedBy = 'thunder.naming.refuses-calls-while-deactivated'
})

Given('the client has tried to call {call}', async function (this: ThunderWorld, call: Call) {
  await this.make(call)
})

Given('the plugin has become idle', async function (this: ThunderWorld) {
  this.facts = await this.state('idle', {})
  this.isIdle = true
  this.twin = async () => {}
})

Given('a client over {transport}', async function (this: ThunderWorld, transport: Transport) {
  this.clients = [await this.connect(transport)]
})

Given('another client over {transport}', async function (this: ThunderWorld, transport: Transport) {
  this.clients = [this.client, await this.connect(transport)]
})

Given('the client has connected again', async function (this: ThunderWorld) {
  await this.socket.connection.close()
  this.clients = [await this.connect('websocket'), ...this.clients.slice(1)]
})

Given('the other client has closed its connection', async function (this: ThunderWorld) {
  await this.otherSocket.connection.close()
})

Given('the other client has broken off', async function (this: ThunderWorld) {
  const { connection } = this.otherSocket
  connection.cut()
  await connection.closed
})

Given('the plugin was deactivated for a while', async function (this: ThunderWorld) {
  await this.state('deactivated', {})
  this.facts = await this.state('idle', {})
})
