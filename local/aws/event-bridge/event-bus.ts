import { randomUUID } from 'node:crypto';
import type { Appointment, WorldTime } from '../../time/world-time.js';
import type { Place } from '../protocol/place.js';
import type { MessageQueues } from '../sqs/message-queues.js';
import type { BusEvent } from './bus-event.js';
import type { BusForwarding } from './bus-forwarding.js';
import { busArnOf, parseBusArn } from './bus-names.js';
import { BusPolicy } from './bus-policy.js';
import { EventPattern } from './event-pattern/event-pattern.js';
import type { EventTarget, EventTargets, TargetFailure } from './event-targets.js';
import { transform } from './input-transformer.js';
import { secondsOfRate } from './rate.js';

export type { BusEvent } from './bus-event.js';

export interface BusRule {
  readonly ruleArn: string;
  /** Undefined for a rule that has only a schedule. */
  readonly pattern: Readonly<Record<string, unknown>> | undefined;
  /** `rate(1 hour)` */
  readonly schedule?: string | undefined;
  readonly targets: readonly EventTarget[];
  isEnabled: boolean;
}

export interface EventBusOptions extends Place {
  readonly name: string;
  readonly time: WorldTime;
  /** If true, a rate fires once when its rule is created. */
  readonly schedulesBeginAtOnce: boolean;
  /** Forwarding to other buses. */
  readonly forwarding: () => BusForwarding;
  readonly targets: () => EventTargets;
  readonly queues: MessageQueues;
  /** True if the function's resource policy allows EventBridge to invoke it for this rule. */
  readonly mayInvoke: (functionArn: string, ruleArn: string) => boolean;
}

const DELIVERY_SECONDS = 0.5;

/** An event bus with its rules, its policy, and its listeners. */
export class EventBus {
  readonly rules: BusRule[] = [];
  readonly name: string;
  readonly arn: string;
  /** Grants that allow principals other than the account's own identities to put events. */
  readonly policy = new BusPolicy();
  private readonly patterns = new Map<BusRule, EventPattern>();
  private readonly schedules = new Map<BusRule, Appointment>();
  private readonly listeners: ((event: BusEvent) => void)[] = [];
  /** Events that came from another bus. EventBridge does not forward them again. */
  private readonly forwarded = new WeakSet<BusEvent>();
  /** Number of times that each event arrives. EventBridge delivers at least once. */
  deliveries = 1;
  /** Events that reach no rule. Most AWS services deliver events on a best-effort basis. */
  loses: (event: BusEvent) => boolean = () => false;

  constructor(private readonly options: EventBusOptions) {
    this.name = options.name;
    this.arn = busArnOf(options, options.name);
  }

  /**
   * Adds a rule, or replaces the rule with the same ARN.
   *
   * @throws PatternError if EventBridge refuses the pattern
   */
  addRule(rule: BusRule): void {
    if (rule.pattern !== undefined) this.patterns.set(rule, new EventPattern(rule.pattern));
    this.removeRule(rule.ruleArn);
    this.rules.push(rule);
    if (rule.schedule === undefined) return;
    if (this.options.schedulesBeginAtOnce) this.options.time.inBackground(0, () => this.fire(rule));
    this.arm(rule, secondsOfRate(rule.schedule));
  }

  removeRule(ruleArn: string): void {
    const index = this.rules.findIndex((rule) => rule.ruleArn === ruleArn);
    const [removed] = index < 0 ? [] : this.rules.splice(index, 1);
    if (removed === undefined) return;
    this.patterns.delete(removed);
    this.schedules.get(removed)?.cancel();
    this.schedules.delete(removed);
  }

  /** The rule of this name. */
  rule(name: string): BusRule | undefined {
    return this.rules.find(({ ruleArn }) => ruleArn.endsWith(`/${name}`));
  }

  /** Fires each rule that has a schedule now, in addition to its own times. */
  fireSchedules(): void {
    for (const rule of this.rules.filter(({ schedule }) => schedule !== undefined)) this.fire(rule);
  }

  /** Calls the listener for each event that passes over the bus. */
  listen(listener: (event: BusEvent) => void): void {
    this.listeners.push(listener);
  }

  /** @param origin place of an event that is forwarded to this bus, because its envelope names the origin */
  put(
    source: string,
    detailType: string,
    detail: unknown,
    resources: readonly string[] = [],
    origin: Place = this.options,
  ): BusEvent {
    const event = this.envelope(source, detailType, detail, resources, origin);
    this.pass(event);
    return event;
  }

  private envelope(
    source: string,
    detailType: string,
    detail: unknown,
    resources: readonly string[],
    { account, region }: Place,
  ): BusEvent {
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account,
      time: new Date(this.options.time.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources,
      detail,
    };
  }

  /** Receives an event from another bus. */
  receive(event: BusEvent): void {
    this.forwarded.add(event);
    this.pass(event);
  }

  private pass(event: BusEvent): void {
    for (const listener of this.listeners) listener(event);
    if (this.loses(event)) return;
    for (let copy = 0; copy < this.deliveries; copy += 1) this.deliver(event);
  }

  private arm(rule: BusRule, seconds: number): void {
    const appointment = this.options.time.inBackground(seconds, () => {
      this.arm(rule, seconds);
      this.fire(rule);
    });
    this.schedules.set(rule, appointment);
  }

  /** A scheduled event reaches only the targets of its own rule. */
  private fire(rule: BusRule): void {
    if (!rule.isEnabled) return;
    const event = this.envelope('aws.events', 'Scheduled Event', {}, [rule.ruleArn], this.options);
    for (const target of rule.targets)
      this.options.time.after(DELIVERY_SECONDS, () => this.deliverTo(rule, target, event));
  }

  /** Delivers the event once more, as EventBridge does after a lost acknowledgement. */
  deliver(event: BusEvent): void {
    const matching = this.rules.filter(
      (rule) => rule.isEnabled && this.patterns.get(rule)?.matches(event) === true,
    );
    for (const rule of matching) {
      for (const target of rule.targets)
        this.options.time.after(DELIVERY_SECONDS, () => this.deliverTo(rule, target, event));
    }
  }

  private deliverTo(rule: BusRule, target: EventTarget, event: BusEvent): void {
    const failure = this.start(rule, target, event);
    if (failure === undefined || target.deadLetterQueueArn === undefined) return;
    this.keep(rule, target, event, failure);
  }

  /**
   * Sends the event to the dead-letter queue at once, because a refusal is not retried. The queue must allow
   * EventBridge, and must be in the rule's Region.
   */
  private keep({ ruleArn }: BusRule, target: EventTarget, event: BusEvent, failure: TargetFailure): void {
    const { queues } = this.options;
    const queueArn = target.deadLetterQueueArn ?? '';
    const context = { 'aws:SourceArn': [ruleArn], 'aws:SourceAccount': [this.options.account] };
    if (!queues.has(queueArn) || !queues.admits(queueArn, 'events.amazonaws.com', context)) return;
    queues.send(queueArn, JSON.stringify(event), {
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      RULE_ARN: ruleArn,
      TARGET_ARN: target.arn,
    });
  }

  private start(rule: BusRule, target: EventTarget, event: BusEvent): TargetFailure | undefined {
    if (parseBusArn(target.arn) !== undefined) {
      // An event that came from another bus is not forwarded again, without any report.
      if (this.forwarded.has(event)) return undefined;
      return this.options.forwarding().forward({ rule, target, event });
    }
    const targets = this.options.targets();
    const input = inputOf(rule, target, event);
    if (target.roleArn !== undefined) return targets.startByRole(target, input);
    if (!this.options.mayInvoke(target.arn, rule.ruleArn))
      return { code: 'NO_PERMISSIONS', message: `${target.arn} does not let ${rule.ruleArn} in` };
    targets.invoke(target.arn, input);
    return undefined;
  }
}

function inputOf(rule: BusRule, { input, transformer }: EventTarget, event: BusEvent): string {
  if (input !== undefined) return input;
  return transformer === undefined ? JSON.stringify(event) : transform(transformer, event, rule);
}
