import { parentPort, workerData } from 'node:worker_threads'
import { loadApis } from './apis.js'
import type { Wanted } from './simulators-apart.js'
import { startSimulator } from './start-simulator.js'

const { apis, seed } = workerData as Wanted
const running = await Promise.all(
  (await loadApis(apis)).map(({ simulator }) => startSimulator(simulator, seed)),
)
parentPort?.postMessage(running.map(({ target }) => target))
parentPort?.once('message', () => {
  void Promise.all(running.map(simulator => simulator.close())).then(() => parentPort?.close())
})
