import { randomUUID } from 'node:crypto';
import type { WorldTime } from '../../time/world-time.js';
import type { Place } from '../protocol/place.js';
import type { MessageQueues } from '../sqs/message-queues.js';
import { EventPattern } from './event-pattern/event-pattern.js';
import type { EventTarget, EventTargets, TargetFailure } from './event-targets.js';

/** EventBridge's envelope. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface BusRule {
  readonly ruleArn: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly EventTarget[];
  isEnabled: boolean;
}

export interface EventBusOptions extends Place {
  readonly time: WorldTime;
  readonly targets: () => EventTargets;
  readonly queues: MessageQueues;
  /** True where the function's resource policy lets EventBridge invoke it for this rule. */
  readonly mayInvoke: (functionArn: string, ruleArn: string) => boolean;
}

const DELIVERY_SECONDS = 0.5;

/** The default bus: rules of the template, and whoever listens. */
export class EventBus {
  readonly rules: BusRule[] = [];
  private readonly patterns = new Map<BusRule, EventPattern>();
  private readonly listeners: ((event: BusEvent) => void)[] = [];
  /** Delivery is at least once: how often each event arrives. */
  deliveries = 1;
  /** And for most sources of AWS at best effort: which events reach no rule. */
  loses: (event: BusEvent) => boolean = () => false;

  constructor(private readonly options: EventBusOptions) {}

  /** @throws PatternError where EventBridge refuses the pattern */
  addRule(rule: BusRule): void {
    this.patterns.set(rule, new EventPattern(rule.pattern));
    this.rules.push(rule);
  }

  /** The rule of this name. */
  rule(name: string): BusRule | undefined {
    return this.rules.find(({ ruleArn }) => ruleArn.endsWith(`:rule/${name}`));
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
    const { time } = this.options;
    const { account, region } = origin;
    const event: BusEvent = {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account,
      time: new Date(time.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources,
      detail,
    };
    for (const listener of this.listeners) listener(event);
    if (this.loses(event)) return event;
    for (let copy = 0; copy < this.deliveries; copy += 1) this.deliver(event);
    return event;
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
    const failure = this.start(rule, target, target.input ?? JSON.stringify(event));
    if (failure === undefined || target.deadLetterQueueArn === undefined) return;
    this.options.queues.send(target.deadLetterQueueArn, JSON.stringify(event), {
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      RULE_ARN: rule.ruleArn,
      TARGET_ARN: target.arn,
    });
  }

  private start(rule: BusRule, target: EventTarget, input: string): TargetFailure | undefined {
    const targets = this.options.targets();
    if (target.roleArn !== undefined) return targets.startByRole(target, input);
    if (!this.options.mayInvoke(target.arn, rule.ruleArn))
      return { code: 'NO_PERMISSIONS', message: `${target.arn} does not let ${rule.ruleArn} in` };
    targets.invoke(target.arn, input);
    return undefined;
  }
}
