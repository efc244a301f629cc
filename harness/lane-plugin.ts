import type { Plugin } from '@cucumber/cucumber/api'
import { runningLane } from './lanes.js'

/** Has each lane run its share of the scenarios instead of what it read. */
const lanePlugin: Plugin = {
  type: 'plugin',
  coordinator: ({ transform }) => {
    const lane = runningLane.getStore()
    if (lane) transform('pickles:order', lane)
  },
}

// The runner looks for a plugin in a module's default export.
// oxlint-disable-next-line import/no-default-export
export default lanePlugin
