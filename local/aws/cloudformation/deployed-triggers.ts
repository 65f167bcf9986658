/** Rules and schedules of a template, which start functions and state machines. */
import { DEFAULT_BUS } from '../event-bridge/bus-names.js';
import type { BusRule } from '../event-bridge/event-bus.js';
import type { EventBuses } from '../event-bridge/event-buses.js';
import type { EventTargets } from '../event-bridge/event-targets.js';
import type { Schedules } from '../event-bridge/schedules.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Resource, StackTemplate } from './stack-template.js';

/** Stores in which rules and schedules are created. */
export interface TriggerStores {
  readonly account: string;
  readonly buses: EventBuses;
  readonly schedules: Schedules;
  readonly targets: EventTargets;
}

interface TargetProperties {
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

const KNOWN_FIELDS = ['Id', 'Arn', 'RoleArn', 'Input', 'InputTransformer', 'DeadLetterConfig', 'RetryPolicy'];

export type RuleStores = Pick<TriggerStores, 'account' | 'buses' | 'targets'>;

/** @returns a function that deletes the rule */
export function createRule(template: StackTemplate, resource: Resource, services: RuleStores): () => void {
  const { EventPattern, ScheduleExpression, State, EventBusName = DEFAULT_BUS } = resource.properties;
  if (EventPattern === undefined && ScheduleExpression === undefined)
    throw new AwsError(
      'ValidationException',
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    );
  if (ScheduleExpression !== undefined && EventBusName !== DEFAULT_BUS)
    throw new AwsError(
      'ValidationException',
      'ScheduleExpression is supported only on the default event bus.',
    );
  const bus = services.buses.get(String(EventBusName));
  const targets = (resource.properties.Targets ?? []) as readonly TargetProperties[];
  for (const { RoleArn } of targets) requireOwnRole(RoleArn, services);
  const rule: BusRule = {
    ruleArn: template.arnOf(resource.logicalId),
    pattern: EventPattern as BusRule['pattern'],
    schedule: ScheduleExpression === undefined ? undefined : String(ScheduleExpression),
    isEnabled: State !== 'DISABLED',
    targets: targets
      .filter(({ Arn }) => services.targets.has(Arn))
      .map((target) => targetOf(resource, target)),
  };
  bus.addRule(rule);
  return () => bus.removeRule(rule.ruleArn);
}

function requireOwnRole(roleArn: string | undefined, { account }: RuleStores): void {
  const owner = roleArn?.startsWith('arn:aws:iam:') ? roleArn.split(':')[4] : account;
  if (owner !== account)
    throw new AwsError('AccessDeniedException', 'Cross-account pass role is not allowed.');
}

export function createSchedule(template: StackTemplate, resource: Resource, services: TriggerStores): void {
  const { ScheduleExpression, State, Target } = resource.properties;
  const target = targetOf(resource, Target as TargetProperties);
  if (!services.targets.has(target.arn))
    throw new Error(`${resource.logicalId}: target ${target.arn} is not simulated`);
  services.schedules.add({
    scheduleArn: template.arnOf(resource.logicalId),
    expression: String(ScheduleExpression),
    isEnabled: State !== 'DISABLED',
    target,
  });
}

function targetOf({ logicalId }: Resource, target: TargetProperties) {
  const unknown = Object.keys(target).filter((field) => !KNOWN_FIELDS.includes(field));
  if (unknown.length > 0) throw new Error(`${logicalId}: target with ${unknown.join(', ')} is not simulated`);
  const { Arn, RoleArn, Input, InputTransformer, DeadLetterConfig } = target;
  const transformer =
    InputTransformer === undefined
      ? undefined
      : { paths: InputTransformer.InputPathsMap ?? {}, template: InputTransformer.InputTemplate };
  return { arn: Arn, roleArn: RoleArn, input: Input, transformer, deadLetterQueueArn: DeadLetterConfig?.Arn };
}
