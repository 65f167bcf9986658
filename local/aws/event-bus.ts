import { randomUUID } from 'node:crypto';
import type { WorldTime } from '../time/world-time.js';
import { matchesPattern } from './event-pattern.js';
import type { LambdaFunctions } from './lambda-functions.js';
import type { MessageQueues } from './message-queues.js';

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

export interface RuleTarget {
  readonly functionArn: string;
  readonly deadLetterQueueArn: string | undefined;
}

export interface BusRule {
  readonly ruleArn: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly RuleTarget[];
}

export interface EventBusOptions {
  readonly time: WorldTime;
  readonly functions: LambdaFunctions;
  readonly queues: MessageQueues;
  readonly account: string;
  readonly region: string;
  /** True where the function's resource policy lets EventBridge invoke it for this rule. */
  readonly mayInvoke: (functionArn: string, ruleArn: string) => boolean;
}

const DELIVERY_SECONDS = 0.5;

/** The default bus: rules of the template, and whoever listens. */
export class EventBus {
  private readonly rules: BusRule[] = [];
  private readonly listeners: ((event: BusEvent) => void)[] = [];
  /** Delivery is at least once: how often each event arrives. */
  deliveries = 1;

  constructor(private readonly options: EventBusOptions) {}

  addRule(rule: BusRule): void {
    this.rules.push(rule);
  }

  /** Everything that passes over the bus. */
  listen(listener: (event: BusEvent) => void): void {
    this.listeners.push(listener);
  }

  put(source: string, detailType: string, detail: unknown, resources: readonly string[] = []): BusEvent {
    const { account, region, time } = this.options;
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
    for (let copy = 0; copy < this.deliveries; copy += 1) this.deliver(event);
    return event;
  }

  /** The same event once more, as after a lost acknowledgement. */
  deliver(event: BusEvent): void {
    for (const rule of this.rules.filter(({ pattern }) => matchesPattern(pattern, event))) {
      for (const target of rule.targets) {
        this.options.time.after(DELIVERY_SECONDS, () => void this.deliverTo(rule, target, event));
      }
    }
  }

  private async deliverTo(rule: BusRule, target: RuleTarget, event: BusEvent): Promise<void> {
    const { functions, queues, mayInvoke } = this.options;
    if (mayInvoke(target.functionArn, rule.ruleArn))
      return functions.invokeAsync(target.functionArn, structuredClone(event));
    if (target.deadLetterQueueArn === undefined) return;
    queues.send(target.deadLetterQueueArn, JSON.stringify(event), {
      ERROR_CODE: 'NO_PERMISSIONS',
      RULE_ARN: rule.ruleArn,
      TARGET_ARN: target.functionArn,
    });
  }
}
