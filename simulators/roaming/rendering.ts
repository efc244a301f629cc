import { COMMON_NAMESPACE, NAMESPACES, type RoamingProfile } from '../../schemas/roaming/namespaces.js'
import type { Event, Format, Subscription } from './model.js'
import { MEDIA_TYPES } from './negotiation.js'
import { EXCEPTIONS, type Exception, type Problem } from './problem.js'
import { encodeSegment, pathOf } from './route.js'
import { write, type Elements, type Root } from './writing.js'

/** How the DSP writes what it holds: URLs, the types of section 5.2, errors, and their encoding. */
export class Rendering {
  profile: RoamingProfile = 'document'
  /** The namespace prefix of root elements of this API. */
  prefix = 'rp'

  root(name: 'roamingSubscription' | 'roamingSubscriptionNotification'): Root {
    return { name, namespace: NAMESPACES[this.profile], prefix: this.prefix }
  }

  errorRoot(): Root {
    return { name: 'requestError', namespace: COMMON_NAMESPACE, prefix: 'common' }
  }

  /** A subscription in the order of section 5.2.2.1. What authorizes it is never shown. */
  subscription(subscription: Subscription, origin: string): Elements {
    const { notifyURL, callbackData, notificationFormat } = subscription.callback
    return {
      userId: this.userIds(subscription),
      status: subscription.status,
      arpSignallingStatus: subscription.signalling,
      dspId: subscription.dspId,
      arpId: subscription.arpId,
      requestArrivalTimestamp: this.time(subscription.arrivedAt),
      callbackReference: {
        notifyURL,
        ...(callbackData === undefined ? {} : { callbackData }),
        ...(notificationFormat === undefined ? {} : { notificationFormat }),
      },
      resourceURL: this.resourceUrl(subscription, origin),
    }
  }

  /** A notification in the order of section 5.2.2.2. */
  notification(subscription: Subscription, event: Event, endedAt: number): Elements {
    const { callbackData } = subscription.callback
    return {
      roamingSubscriptionId: subscription.id,
      userId: this.userIds(subscription),
      dspId: subscription.dspId,
      arpId: subscription.arpId,
      status: event.status,
      ...(event.reason === undefined ? {} : { notificationReason: event.reason }),
      ...(event.startedAt === undefined ? {} : { operationStartTimestamp: this.time(event.startedAt) }),
      operationEndTimestamp: this.time(endedAt),
      ...(callbackData === undefined ? {} : { callbackData }),
      link: this.links(subscription, event),
    }
  }

  links(subscription: Subscription, event: Event): Elements[] {
    const links = [this.link('RoamingSubscription', subscription)]
    if (event.successor) links.push(this.link('NewRoamingSubscription', event.successor))
    return links
  }

  link(rel: string, subscription: Subscription): Elements {
    return { rel, href: this.resourceUrl(subscription, subscription.origin) }
  }

  userIds(subscription: Subscription): Elements[] {
    return subscription.userId.map(({ type, value }) => ({ type, value }))
  }

  time(milliseconds: number): string {
    return new Date(milliseconds).toISOString()
  }

  resourceUrl(subscription: Subscription, origin: string): string {
    return origin + pathOf(subscription.arpId, subscription.id, text => this.encodeSegment(text))
  }

  encodeSegment(text: string): string {
    return encodeSegment(text)
  }

  /** The status and exception of a refusal. */
  exception(problem: Problem): Exception {
    return EXCEPTIONS[this.profile][problem.kind]
  }

  /** The content of a requestError. */
  error({ messageId, text }: Exception, variables: readonly string[]): Elements {
    const kind = messageId.startsWith('POL') ? 'policyException' : 'serviceException'
    return { [kind]: { messageId, text, variables } }
  }

  contentType(format: Format): string {
    return MEDIA_TYPES[format]
  }

  write(format: Format, root: Root, content: Elements): string {
    return write(format, root, content)
  }
}
