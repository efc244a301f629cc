import { defect, override, type Defects } from '../../simulator.js'
import { editAnswer, editSubscription, editWanted, supply, without, writable } from '../altering.js'
import type { RoamingCore } from '../core.js'
import type { Callback, Status, Subscription } from '../model.js'
import { Problem } from '../problem.js'
import type { Elements } from '../writing.js'
import {
  ignoresCase,
  needsNoCallback,
  needsNoUser,
  omit,
  replacesUnknown,
  takesArpFromPath,
} from './shared.js'

/** Wrong updates of a subscription and of its callback. */
export const updateDefects: Defects<RoamingCore> = {
  'roaming.update.activation-is-accepted': [
    defect('answers an activation with 200', core =>
      answersUpdate(core, 200, ({ status }) => status === 'ActivationPending'),
    ),
  ],
  'roaming.update.activation-is-shown-as-pending': [
    defect('shows an activation as done', core => shownInUpdate(core, 'ActivationPending', 'Active')),
    defect('shows an activation as not begun', core =>
      shownInUpdate(core, 'ActivationPending', 'PreProvisioned'),
    ),
  ],
  'roaming.update.deactivation-is-accepted': [
    defect('answers a deactivation with 200', core =>
      answersUpdate(core, 200, ({ status }) => status === 'DeactivationPending'),
    ),
  ],
  'roaming.update.deactivation-is-shown-as-pending': [
    defect('shows a deactivation as done', core => shownInUpdate(core, 'DeactivationPending', 'Deactivated')),
    defect('shows a deactivation as not begun', core => shownInUpdate(core, 'DeactivationPending', 'Active')),
  ],
  'roaming.update.signalling-change-is-accepted': [
    defect('answers a change of the signalling status with 200', core =>
      answersUpdate(
        core,
        200,
        ({ status, wantedSignalling }) => status === 'Active' && wantedSignalling !== undefined,
      ),
    ),
  ],
  'roaming.update.signalling-change-is-shown-as-undone': [
    defect('shows a change of the signalling status as done', core =>
      editAnswer(core, 'updated', (content, { wantedSignalling }) =>
        wantedSignalling === undefined ? content : { ...content, arpSignallingStatus: wantedSignalling },
      ),
    ),
  ],
  'roaming.update.signalling-change-keeps-the-status': [
    defect('shows ActivationPending while the signalling status changes', core =>
      editAnswer(core, 'updated', (content, { wantedSignalling }) =>
        wantedSignalling === undefined ? content : { ...content, status: 'ActivationPending' },
      ),
    ),
    defect('takes a subscription back to PreProvisioned with its signalling status', core =>
      override(core.provider, original => ({
        setSignalling: (subscription, signalling) => {
          original.setSignalling(subscription, signalling)
          core.provider.become(subscription, 'PreProvisioned')
        },
      })),
    ),
  ],
  'roaming.update.signalling-change-takes-effect': [
    defect('forgets the new signalling status', core =>
      override(core.provider, () => ({ setSignalling: () => undefined })),
    ),
    defect('never returns to the signalling status OnLine', core =>
      override(core.provider, original => ({
        setSignalling: (subscription, signalling) => {
          if (signalling === 'OffLine') original.setSignalling(subscription, signalling)
        },
      })),
    ),
  ],
  'roaming.update.never-modifies-what-is-fixed': [
    defect('replaces the userId', core =>
      modifies(core, (subscription, wanted) => {
        subscription.userId = wanted.userId
      }),
    ),
    defect('adds userIds', core =>
      modifies(core, (subscription, wanted) => {
        if (wanted.userId.length > subscription.userId.length) subscription.userId = wanted.userId
      }),
    ),
    defect('replaces the dspId', core =>
      modifies(core, (subscription, wanted) => {
        writable(subscription).dspId = wanted.dspId
      }),
    ),
    defect('replaces the userId of an update in JSON', core => {
      const inJson = new WeakSet<object>()
      override(core, original => ({
        read: (request, language) => {
          const wanted = original.read(request, language)
          if (language === 'JSON') inJson.add(wanted)
          return wanted
        },
      }))
      modifies(core, (subscription, wanted) => {
        if (inJson.has(wanted)) subscription.userId = wanted.userId
      })
    }),
    defect('replaces the dspId when activation is requested', core =>
      modifies(core, (subscription, wanted) => {
        if (subscription.status === 'PreProvisioned') writable(subscription).dspId = wanted.dspId
      }),
    ),
    defect('replaces the userId when activation is requested', core =>
      modifies(core, (subscription, wanted) => {
        if (subscription.status === 'PreProvisioned') subscription.userId = wanted.userId
      }),
    ),
    defect('hands a subscription to another ARP', core =>
      modifies(core, (subscription, wanted) => {
        writable(subscription).arpId = wanted.arpId
      }),
    ),
    defect('replaces the time of arrival', core =>
      modifies(core, (subscription, wanted) => {
        if (wanted.arrival !== undefined) writable(subscription).arrivedAt = Date.parse(wanted.arrival)
      }),
    ),
    defect('replaces the resourceURL', core => {
      const urls = new WeakMap<Subscription, string>()
      modifies(core, (subscription, wanted) => {
        if (wanted.resourceURL !== undefined) urls.set(subscription, wanted.resourceURL)
      })
      editSubscription(core, (content, subscription) => ({
        ...content,
        resourceURL: urls.get(subscription) ?? content['resourceURL'] ?? '',
      }))
    }),

    defect('forgets the time of arrival that an update leaves out', core => {
      const forgotten = new WeakSet<Subscription>()
      override(core, original => ({
        checkFixed: (subscription, wanted, route) => {
          original.checkFixed(subscription, wanted, route)
          if (wanted.arrival === undefined) forgotten.add(subscription)
        },
      }))
      editSubscription(core, (content, subscription) =>
        forgotten.has(subscription) ? without(content, 'requestArrivalTimestamp') : content,
      )
    }),
  ],
  'roaming.update.needs-every-mandatory-element': [
    defect('keeps the userId if an update has none', core => needsNoUser(core, 'PUT')),
    defect('needs no status in an update', core => supply(core, 'PUT', 'status', 'Active')),
    defect('needs no dspId in an update', core => supply(core, 'PUT', 'dspId', 'ITASI')),
    defect('takes the arpId of an update from the path', core => takesArpFromPath(core, 'PUT')),
    defect('needs no callbackReference in an update', core => needsNoCallback(core, 'PUT')),
    defect('needs no notifyURL in an update', core =>
      supply(core, 'PUT', 'notifyURL', 'http://127.0.0.1:9/'),
    ),
  ],
  'roaming.update.refuses-unknown-values': [
    defect('updates whatever the case of the status', core => ignoresCase(core, 'PUT', 'status')),
    defect('takes an unknown status of an update for Active', core =>
      replacesUnknown(core, 'PUT', 'status', 'Active'),
    ),
    defect('updates whatever the case of the signalling status', core =>
      ignoresCase(core, 'PUT', 'arpSignallingStatus'),
    ),
    defect('updates whatever the case of the notification format', core =>
      ignoresCase(core, 'PUT', 'notificationFormat'),
    ),
  ],
  'roaming.update.nothing-changed-is-done-at-once': [
    defect('answers 202 when nothing changes', core => answersCallbackUpdate(core, 202, false)),
  ],
  'roaming.update.absent-signalling-status-stays': [
    defect('takes an absent signalling status for OffLine', core =>
      modifies(core, (subscription, wanted) => {
        if (wanted.signalling === undefined) subscription.signalling = 'OffLine'
      }),
    ),

    defect('takes OnLine for a signalling status that is left out', core =>
      override(core, original => ({
        signallingToBegin: (subscription, wanted, next) => {
          if (wanted.signalling === undefined) subscription.signalling = 'OnLine'
          return original.signallingToBegin(subscription, wanted, next)
        },
      })),
    ),
  ],
  'roaming.update.never-creates': [
    defect('creates what an update does not find', core =>
      override(core, original => ({
        update: (request, route, format) => {
          const id = route.subscriptionId ?? ''
          if (core.provider.subscriptions.get(id) !== undefined)
            return original.update(request, route, format)
          const created = core.provider.found(
            core.read(request, core.languageOf(request)),
            core.originOf(request),
            format,
          )
          core.provider.subscriptions.remove(created)
          writable(created).id = id
          core.provider.subscriptions.put(created)
          throw new Problem('unknown', ['Request-URI'])
        },
      })),
    ),
  ],
  'roaming.update.signalling-change-waits-for-its-completion': [
    defect('shows the new signalling status to whoever retrieves it', core =>
      editAnswer(core, 'retrieve', (content, { wantedSignalling, signalling }) => ({
        ...content,
        arpSignallingStatus: wantedSignalling ?? signalling,
      })),
    ),
  ],
  'roaming.update.activation-keeps-the-rest': [
    defect('sets the signalling status back when it activates', core =>
      whenActivated(core, subscription => {
        subscription.signalling = 'OnLine'
      }),
    ),
    defect('forgets the callbackData when it activates', core =>
      whenActivated(core, subscription => {
        const { notifyURL, notificationFormat } = subscription.callback
        subscription.callback = { notifyURL, ...(notificationFormat ? { notificationFormat } : {}) }
      }),
    ),
  ],
  'roaming.update.works-without-optional-elements': [
    defect('needs a signalling status in every update', core =>
      editWanted(core, 'PUT', wanted => {
        if (wanted.signalling === undefined) throw new Problem('missing', ['arpSignallingStatus'])
        return wanted
      }),
    ),
    defect('needs callbackData for an activation', core =>
      editWanted(core, 'PUT', wanted => {
        if (wanted.status === 'Active' && wanted.callback.callbackData === undefined)
          throw new Problem('missing', ['callbackData'])
        return wanted
      }),
    ),
  ],
  'roaming.update.signalling-change-outlives-another-update': [
    defect('forgets a change of the signalling status when the callback changes', core =>
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          subscription.wantedSignalling = undefined
          original.replaceCallback(subscription, callback)
        },
      })),
    ),
  ],
  'roaming.update.takes-user-ids-in-any-order': [
    defect('compares the userIds of an update one by one', core =>
      override(core, original => ({
        checkFixed: (subscription, wanted, route) => {
          original.checkFixed(subscription, wanted, route)
          const isSame = subscription.userId.every(({ value }, at) => value === wanted.userId[at]?.value)
          if (!isSame) throw new Problem('fixed', ['userId'])
        },
      })),
    ),
  ],

  'roaming.callback.change-is-done-at-once': [
    defect('answers a change of the callback with 202', core => answersCallbackUpdate(core, 202, true)),
    defect('answers a change of the callback with 204', core => answersCallbackUpdate(core, 204, true)),
  ],
  'roaming.callback.change-is-shown': [
    defect('shows the old callback in the answer to its change', core => showsFirstCallback(core, 'updated')),
    defect('answers a change of the callback without a body', core =>
      override(core, original => ({
        updated: (...args) => {
          const reply = original.updated(...args)
          return reply.status === 200
            ? {
                ...reply,
                headers: { ...omit(reply.headers, 'content-type'), 'content-length': '0' },
                body: '',
              }
            : reply
        },
      })),
    ),
  ],
  'roaming.callback.change-is-kept': [
    defect('shows the old callback when it is retrieved', core => showsFirstCallback(core, 'retrieve')),
  ],
  'roaming.callback.can-change-in-any-status': [
    defect('changes the callback of active subscriptions only', core =>
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          const changed = JSON.stringify(subscription.callback) !== JSON.stringify(callback)
          if (changed && subscription.status !== 'Active')
            core.refuseTransition(subscription, 'another callback')
          original.replaceCallback(subscription, callback)
        },
      })),
    ),
  ],
  'roaming.callback.stays-when-an-update-is-refused': [
    defect('changes the callback before it refuses a transition', core =>
      override(core, original => ({
        step: (subscription, wanted) => {
          core.replaceCallback(subscription, wanted.callback)
          return original.step(subscription, wanted)
        },
      })),
    ),
  ],
}

function shownInUpdate(core: RoamingCore, status: Status, shown: Status): void {
  editAnswer(core, 'updated', content =>
    content['status'] === status ? { ...content, status: shown } : content,
  )
}

function answersUpdate(
  core: RoamingCore,
  status: number,
  when: (subscription: Subscription) => boolean,
): void {
  override(core, original => ({
    updated: (subscription, origin, format, pending) => {
      const reply = original.updated(subscription, origin, format, pending)
      return pending && when(subscription) ? { ...reply, status } : reply
    },
  }))
}

/** Changes the status of answers to updates that ask for nothing but another callback, or for not even that. */
function answersCallbackUpdate(core: RoamingCore, status: number, changes: boolean): void {
  let changed = false
  override(core, original => ({
    replaceCallback: (subscription, callback) => {
      changed = JSON.stringify(subscription.callback) !== JSON.stringify(callback)
      original.replaceCallback(subscription, callback)
    },
    updated: (subscription, origin, format, pending) => {
      const reply = original.updated(subscription, origin, format, pending)
      if (pending || changed !== changes) return reply
      return status === 204 ? { status, headers: {}, body: '' } : { ...reply, status }
    },
  }))
}

function modifies(
  core: RoamingCore,
  modify: (subscription: Subscription, wanted: Parameters<RoamingCore['checkCreation']>[0]) => void,
): void {
  let updating: Parameters<RoamingCore['checkCreation']>[0] | undefined
  override(core, original => ({
    checkParties: (wanted, route) => {
      if (route.subscriptionId === undefined) original.checkParties(wanted, route)
    },
    checkFixed: (_subscription, wanted) => {
      updating = wanted
    },
    replaceCallback: (subscription, callback) => {
      original.replaceCallback(subscription, callback)
      if (updating) modify(subscription, updating)
    },
  }))
}

function showsFirstCallback(core: RoamingCore, operation: 'updated' | 'retrieve'): void {
  const first = new WeakMap<Subscription, Callback>()
  override(core, original => ({
    replaceCallback: (subscription, callback) => {
      if (!first.has(subscription)) first.set(subscription, subscription.callback)
      original.replaceCallback(subscription, callback)
    },
  }))
  editAnswer(core, operation, (content, subscription) => {
    const callback = first.get(subscription)
    if (callback === undefined) return content
    return { ...content, callbackReference: JSON.parse(JSON.stringify(callback)) as Elements }
  })
}

function whenActivated(core: RoamingCore, change: (subscription: Subscription) => void): void {
  override(core.provider, original => ({
    completeActivation: (subscription, startedAt) => {
      original.completeActivation(subscription, startedAt)
      change(subscription)
    },
  }))
}
