import { defect, override, type Defects } from '../../simulator.js'
import { editReader } from '../altering.js'
import type { RoamingCore } from '../core.js'
import type { Status, StoredStatus, Subscription } from '../model.js'
import type { Step } from '../transitions.js'

/** Wrong transitions between statuses. */
export const transitionDefects: Defects<RoamingCore> = {
  'roaming.transitions.granted-pre-provisioning-is-pre-provisioned': [
    defect('leaves a granted subscription PreProvisioningPending', core =>
      override(core.provider, original => ({
        preProvision: (subscription, event) => original.announce(subscription, event),
      })),
    ),
  ],
  'roaming.transitions.denied-pre-provisioning-removes-the-subscription': [
    defect('keeps a denied subscription', core =>
      override(core.provider, original => ({
        deny: (subscription, event) => original.announce(subscription, event),
      })),
    ),
    defect('keeps a denied subscription as Deactivated', core =>
      override(core.provider, original => ({
        deny: (subscription, event) => {
          original.become(subscription, 'Deactivated')
          original.announce(subscription, event)
        },
      })),
    ),
  ],
  'roaming.transitions.completed-activation-is-active': [
    defect('leaves an activated subscription ActivationPending', core =>
      override(core.provider, original => ({
        completeActivation: (subscription, startedAt) =>
          original.announceSwap(original.donorsOf(subscription), subscription, startedAt),
      })),
    ),
  ],
  'roaming.transitions.completed-deactivation-is-deactivated': [
    defect('leaves a deactivated subscription DeactivationPending', core =>
      override(core.provider, original => ({
        decideDeactivation: (subscription, startedAt) =>
          original.announce(subscription, { status: 'Deactivated', startedAt }),
      })),
    ),
    defect('takes a deactivated subscription back to PreProvisioned', core =>
      override(core.provider, original => ({
        decideDeactivation: (subscription, startedAt) => {
          original.become(subscription, 'PreProvisioned')
          original.announce(subscription, { status: 'Deactivated', startedAt })
        },
      })),
    ),
  ],
  'roaming.transitions.refused-deactivation-is-active-again': [
    defect('leaves a subscription pending whose deactivation was refused', core =>
      override(core.provider, original => ({
        decideDeactivation: (subscription, startedAt) => {
          if (!subscription.destiny.indelible) original.decideDeactivation(subscription, startedAt)
          else original.announce(subscription, { status: 'Active', startedAt })
        },
      })),
    ),
  ],
  'roaming.transitions.activation-is-the-arps-choice': [
    defect('activates when the callback changes', core =>
      override(core, original => ({
        replaceCallback: (subscription, callback) => {
          original.replaceCallback(subscription, callback)
          if (subscription.status === 'PreProvisioned') core.provider.begin(subscription, 'activate')
        },
        begin: (subscription, next, signalling) => {
          if (next !== 'activate' || subscription.status === 'PreProvisioned') {
            original.begin(subscription, next, signalling)
          }
        },
      })),
    ),
    defect('activates what it pre-provisions without a word', core =>
      override(core.provider, original => ({
        preProvision: (subscription, event) => {
          original.become(subscription, 'Active')
          original.announce(subscription, { ...event, status: 'Active' })
        },
      })),
    ),
  ],
  'roaming.transitions.only-activates-what-is-pre-provisioned': [
    defect('activates what is still being checked', core =>
      allows(core, 'PreProvisioningPending', 'Active', 'activate'),
    ),
    defect('activates what is being deactivated', core =>
      allows(core, 'DeactivationPending', 'Active', 'activate'),
    ),
    defect('activates again what was deactivated', core => allows(core, 'Deactivated', 'Active', 'activate')),
    defect('refuses to activate again what was deactivated, and does it', core =>
      override(core, original => ({
        refuseTransition: (subscription, requested) => {
          if (subscription.status === 'Deactivated' && requested === 'Active') {
            core.provider.become(subscription, 'Active')
          }
          return original.refuseTransition(subscription, requested)
        },
      })),
    ),
  ],
  'roaming.transitions.only-deactivates-what-is-active': [
    defect('deactivates what is being activated', core =>
      allows(core, 'ActivationPending', 'Deactivated', 'deactivate'),
    ),
    defect('refuses to deactivate what is being activated, but tells of it', core =>
      override(core, original => ({
        refuseTransition: (subscription, requested) => {
          if (subscription.status === 'ActivationPending' && requested === 'Deactivated') {
            core.provider.announce(subscription, { status: 'Deactivated' })
          }
          return original.refuseTransition(subscription, requested)
        },
      })),
    ),
  ],
  'roaming.transitions.never-deactivates-what-was-never-active': [
    defect('deactivates what is PreProvisioned', core =>
      allows(core, 'PreProvisioned', 'Deactivated', 'deactivate'),
    ),
    defect('deactivates what is still being checked', core =>
      allows(core, 'PreProvisioningPending', 'Deactivated', 'deactivate'),
    ),
  ],
  'roaming.transitions.never-returns-to-pre-provisioned': (
    ['PreProvisioningPending', 'ActivationPending', 'Active', 'DeactivationPending', 'Deactivated'] as const
  ).map(stored =>
    defect(`takes ${stored} back to PreProvisioned`, (core: RoamingCore) =>
      sets(core, stored, 'PreProvisioned'),
    ),
  ),
  'roaming.transitions.never-sets-what-is-pending': [
    defect('takes ActivationPending for a request for activation', core =>
      allows(core, 'PreProvisioned', 'ActivationPending', 'activate'),
    ),
    defect('takes DeactivationPending for a request for deactivation', core =>
      allows(core, 'Active', 'DeactivationPending', 'deactivate'),
    ),
    ...(
      [
        ['PreProvisioningPending', 'ActivationPending'],
        ['PreProvisioningPending', 'DeactivationPending'],
        ['PreProvisioned', 'PreProvisioningPending'],
        ['PreProvisioned', 'DeactivationPending'],
        ['ActivationPending', 'PreProvisioningPending'],
        ['ActivationPending', 'DeactivationPending'],
        ['Active', 'PreProvisioningPending'],
        ['Active', 'ActivationPending'],
        ['DeactivationPending', 'PreProvisioningPending'],
        ['DeactivationPending', 'ActivationPending'],
        ['Deactivated', 'PreProvisioningPending'],
        ['Deactivated', 'ActivationPending'],
        ['Deactivated', 'DeactivationPending'],
      ] as const
    ).map(([stored, requested]) =>
      defect(`sets ${stored} to ${requested}`, (core: RoamingCore) => sets(core, stored, requested)),
    ),
  ],
  'roaming.transitions.never-sets-cancelled': [
    defect('takes Cancelled for a request for deactivation', core => cancels(core, 'Active', 'Deactivated')),
    defect('takes Cancelled for the withdrawal of an activation', core =>
      cancels(core, 'ActivationPending', 'PreProvisioned'),
    ),
    defect('takes Cancelled for the withdrawal of a deactivation', core =>
      cancels(core, 'DeactivationPending', 'Active'),
    ),
    defect('removes a PreProvisioned subscription that is set to Cancelled', core =>
      cancels(core, 'PreProvisioned', 'removed'),
    ),
    defect('removes a PreProvisioningPending subscription that is set to Cancelled', core =>
      cancels(core, 'PreProvisioningPending', 'removed'),
    ),
    defect('removes a Deactivated subscription that is set to Cancelled', core =>
      cancels(core, 'Deactivated', 'removed'),
    ),
  ],
  'roaming.transitions.removed-subscriptions-stay-removed': [
    defect('revives a denied subscription that is updated', core => {
      const denied = new Map<string, Subscription>()
      override(core.provider, original => ({
        deny: (subscription, event) => {
          original.deny(subscription, event)
          denied.set(subscription.id, subscription)
        },
      }))
      override(core, original => ({
        update: (request, route, format) => {
          const revived = denied.get(route.subscriptionId ?? '')
          if (revived === undefined) return original.update(request, route, format)
          core.provider.become(revived, 'PreProvisioned')
          return original.answer(200, revived, revived.origin, format)
        },
      }))
    }),
  ],
  'roaming.transitions.activation-starts-once': [
    defect('completes an activation as often as it was requested', core =>
      repeats(core, subscription => subscription.status === 'ActivationPending'),
    ),
  ],
  'roaming.transitions.deactivation-starts-once': [
    defect('completes a deactivation as often as it was requested', core =>
      repeats(core, subscription => subscription.status === 'DeactivationPending'),
    ),
  ],
  'roaming.transitions.signalling-change-starts-once': [
    defect('completes a change of the signalling status as often as it was requested', core => {
      const times = new WeakMap<Subscription, number>()
      override(core.provider, original => ({
        beginSignalling: (subscription, signalling) => {
          times.set(subscription, (times.get(subscription) ?? 0) + 1)
          original.beginSignalling(subscription, signalling)
        },
        setSignalling: (subscription, signalling) => {
          original.setSignalling(subscription, signalling)
          for (let more = (times.get(subscription) ?? 1) - 1; more > 0; more--) {
            original.announce(subscription, { status: 'Active', reason: 'SignallingStatusChange' })
          }
          times.delete(subscription)
        },
      }))
    }),
  ],
}

/** Replaces what one cell of the matrix of stored and requested status does. */
function meets(
  core: RoamingCore,
  stored: StoredStatus,
  requested: Status,
  apply: (s: Subscription) => Step,
): void {
  override(core, original => ({
    step: (subscription, wanted) =>
      subscription.status === stored && wanted.status === requested
        ? apply(subscription)
        : original.step(subscription, wanted),
  }))
}

/** Begins something that the reference refuses. */
function allows(core: RoamingCore, stored: StoredStatus, requested: Status, next: Step): void {
  meets(core, stored, requested, () => next)
}

/** Sets a status at once that the reference refuses. */
function sets(core: RoamingCore, stored: StoredStatus, requested: StoredStatus): void {
  meets(core, stored, requested, subscription => {
    core.provider.become(subscription, requested)
    return 'none'
  })
}

/** Lets Cancelled through in updates and makes something of it. */
function cancels(core: RoamingCore, stored: StoredStatus, becomes: StoredStatus | 'removed'): void {
  editReader(core, 'PUT', original => ({
    oneOf: (name, text, values) =>
      name === 'status' && text === 'Cancelled'
        ? (text as (typeof values)[number])
        : original.oneOf(name, text, values),
  }))
  meets(core, stored, 'Cancelled', subscription => {
    if (becomes === 'removed') core.provider.subscriptions.remove(subscription)
    else core.provider.become(subscription, becomes)
    return 'none'
  })
}

/** Announces the completion of what was requested again once more for each repetition. */
function repeats(core: RoamingCore, of: (subscription: Subscription) => boolean): void {
  const times = new WeakMap<Subscription, number>()
  override(core, original => ({
    step: (subscription, wanted) => {
      const next = original.step(subscription, wanted)
      if (next === 'repeat' && of(subscription)) times.set(subscription, (times.get(subscription) ?? 0) + 1)
      return next
    },
  }))
  override(core.provider, original => ({
    decide: subscription => {
      const more = times.get(subscription) ?? 0
      times.delete(subscription)
      original.decide(subscription)
      for (let time = 0; time < more; time++) original.announce(subscription, { status: subscription.status })
    },
  }))
}
