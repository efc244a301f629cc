import type { Environment, OutgoingRequest } from '../simulator.js'
import { Deliveries } from './delivery.js'
import type { Event, Format, Subscription } from './model.js'
import { MEDIA_TYPES } from './negotiation.js'
import type { Rendering } from './rendering.js'

/** Milliseconds that one ARP waits at most until another was told. */
const PATIENCE = 1000

/** Tells ARPs what happened to their subscriptions, what concerns one subscription in the order of its events. */
export class Announcer {
  readonly deliveries: Deliveries
  readonly rendering: Rendering
  readonly environment: Environment

  constructor(environment: Environment, rendering: Rendering) {
    this.environment = environment
    this.rendering = rendering
    this.deliveries = new Deliveries(environment)
  }

  /** Resolves when the notification is delivered or given up; never rejects. */
  announce(subscription: Subscription, event: Event): Promise<void> {
    return this.enqueue(subscription, this.notification(subscription, event))
  }

  /** Announces an event when others were told of theirs, or cannot be reached. */
  announceAfter(others: readonly Promise<void>[], subscription: Subscription, event: Event): Promise<void> {
    const request = this.notification(subscription, event)
    if (others.length === 0) return this.enqueue(subscription, request)
    const patience = new Promise<void>(resolve => {
      this.environment.clock.after(PATIENCE, resolve)
    })
    return this.enqueue(subscription, request, Promise.race([Promise.all(others), patience]))
  }

  enqueue(subscription: Subscription, request: OutgoingRequest, until?: Promise<unknown>): Promise<void> {
    const delivering: Promise<void> = Promise.all([subscription.delivering, until])
      .then(() => this.deliver(request))
      .finally(() => {
        if (subscription.delivering === delivering) subscription.delivering = undefined
      })
    subscription.delivering = delivering
    return delivering
  }

  async deliver(request: OutgoingRequest): Promise<void> {
    await this.deliveries.send(request)
  }

  notification(subscription: Subscription, event: Event): OutgoingRequest {
    const format = this.format(subscription)
    const content = this.rendering.notification(subscription, event, this.environment.clock.now())
    return {
      method: 'POST',
      url: subscription.callback.notifyURL,
      headers: { 'content-type': this.rendering.contentType(format), accept: MEDIA_TYPES[format] },
      body: this.rendering.write(format, this.rendering.root('roamingSubscriptionNotification'), content),
    }
  }

  /** The format asked for, or that of the request that created the subscription. */
  format(subscription: Subscription): Format {
    return subscription.callback.notificationFormat ?? subscription.format
  }
}
