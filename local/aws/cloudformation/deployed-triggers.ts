/** Rules and schedules of a template: what sets functions and state machines going. */
import type { EventBus } from '../event-bridge/event-bus.js';
import type { EventTargets } from '../event-bridge/event-targets.js';
import type { Schedules } from '../event-bridge/schedules.js';
import type { Resource, StackTemplate } from './stack-template.js';

/** What is set going, and by what. */
export interface TriggerStores {
  readonly bus: EventBus;
  readonly schedules: Schedules;
  readonly targets: EventTargets;
}

interface TargetProperties {
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

const KNOWN_FIELDS = ['Id', 'Arn', 'RoleArn', 'Input', 'DeadLetterConfig', 'RetryPolicy'];

export function createRule(template: StackTemplate, resource: Resource, services: TriggerStores): void {
  const { EventPattern, State } = resource.properties;
  if (EventPattern === undefined)
    throw new Error(`${resource.logicalId}: a rule without an event pattern is not known here`);
  const targets = (resource.properties.Targets ?? []) as readonly TargetProperties[];
  services.bus.addRule({
    ruleArn: template.arnOf(resource.logicalId),
    pattern: EventPattern as Readonly<Record<string, unknown>>,
    isEnabled: State !== 'DISABLED',
    targets: targets
      .filter(({ Arn }) => services.targets.has(Arn))
      .map((target) => targetOf(resource, target)),
  });
}

export function createSchedule(template: StackTemplate, resource: Resource, services: TriggerStores): void {
  const { ScheduleExpression, State, Target } = resource.properties;
  const target = targetOf(resource, Target as TargetProperties);
  if (!services.targets.has(target.arn))
    throw new Error(`${resource.logicalId}: target ${target.arn} is not known here`);
  services.schedules.add({
    scheduleArn: template.arnOf(resource.logicalId),
    expression: String(ScheduleExpression),
    isEnabled: State !== 'DISABLED',
    target,
  });
}

function targetOf({ logicalId }: Resource, target: TargetProperties) {
  const unknown = Object.keys(target).filter((field) => !KNOWN_FIELDS.includes(field));
  if (unknown.length > 0) throw new Error(`${logicalId}: target with ${unknown.join(', ')} not known here`);
  const { Arn, RoleArn, Input, DeadLetterConfig } = target;
  return { arn: Arn, roleArn: RoleArn, input: Input, deadLetterQueueArn: DeadLetterConfig?.Arn };
}
