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
  /** Undefined for a rule that has a schedule alone. */
  readonly pattern: Readonly<Record<string, unknown>> | undefined;
  /** `rate(1 hour)` */
  readonly schedule?: string | undefined;
  readonly targets: readonly EventTarget[];
  isEnabled: boolean;
}

export interface EventBusOptions extends Place {
  readonly name: string;
  readonly time: WorldTime;
  /** Rates come for the first time when their rule is made. */
  readonly schedulesBeginAtOnce: boolean;
  /** To other buses. */
  readonly forwarding: () => BusForwarding;
  readonly targets: () => EventTargets;
  readonly queues: MessageQueues;
  /** True where the function's resource policy lets EventBridge invoke it for this rule. */
  readonly mayInvoke: (functionArn: string, ruleArn: string) => boolean;
}

const DELIVERY_SECONDS = 0.5;

/** An event bus: its rules, its policy, and whoever listens. */
export class EventBus {
  readonly rules: BusRule[] = [];
  readonly name: string;
  readonly arn: string;
  /** Who besides the account's own identities may put events. */
  readonly policy = new BusPolicy();
  private readonly patterns = new Map<BusRule, EventPattern>();
  private readonly schedules = new Map<BusRule, Appointment>();
  private readonly listeners: ((event: BusEvent) => void)[] = [];
  /** Events that another bus has sent on: they go to no third. */
  private readonly forwarded = new WeakSet<BusEvent>();
  /** Delivery is at least once: how often each event arrives. */
  deliveries = 1;
  /** And for most sources of AWS at best effort: which events reach no rule. */
  loses: (event: BusEvent) => boolean = () => false;

  constructor(private readonly options: EventBusOptions) {
    this.name = options.name;
    this.arn = busArnOf(options, options.name);
  }

  /**
   * A rule of the same ARN is replaced.
   *
   * @throws PatternError where EventBridge refuses the pattern
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

  /** Each rule with a schedule, now, besides its own times. */
  fireSchedules(): void {
    for (const rule of this.rules.filter(({ schedule }) => schedule !== undefined)) this.fire(rule);
  }

  /** Everything that passes over the bus. */
  listen(listener: (event: BusEvent) => void): void {
    this.listeners.push(listener);
  }

  /** @param origin where an event has happened that is forwarded to this bus: its envelope keeps that */
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

  /** From another bus. */
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

  /** A scheduled event is for the targets of its rule alone. */
  private fire(rule: BusRule): void {
    if (!rule.isEnabled) return;
    const event = this.envelope('aws.events', 'Scheduled Event', {}, [rule.ruleArn], this.options);
    for (const target of rule.targets)
      this.options.time.after(DELIVERY_SECONDS, () => this.deliverTo(rule, target, event));
  }

  /** The same event once more, as after a lost acknowledgement. */
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

  /** At once: a refusal is not retried. The queue has to let EventBridge in, and to be of the rule's Region. */
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
      // What has come over one bus goes to no other, and nobody hears of it.
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
