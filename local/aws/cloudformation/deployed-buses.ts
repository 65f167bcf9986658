/** Custom event buses of a template, and their policies. */
import type { EventBuses } from '../event-bridge/event-buses.js';
import type { ResourceStatement } from '../iam/resource-policy.js';
import type { Resource, StackTemplate } from './stack-template.js';

export interface BusStores {
  readonly buses: EventBuses;
}

interface BusProperties {
  readonly Name: string;
  readonly Policy?: { readonly Statement: ResourceStatement | readonly ResourceStatement[] };
}

interface BusPolicyProperties {
  readonly EventBusName?: string;
  readonly StatementId: string;
  readonly Statement?: ResourceStatement;
  /** `Action`, `Principal` and `Condition` are the older form of a policy, with the fields of PutPermission. */
  readonly Action?: string;
  readonly Principal?: string;
  readonly Condition?: { readonly Type: string; readonly Key: string; readonly Value: string };
}

const KNOWN_FIELDS = ['Name', 'Policy', 'Description', 'Tags'];

export function createEventBus(
  _template: StackTemplate,
  { logicalId, properties }: Resource,
  { buses }: BusStores,
): void {
  const unknown = Object.keys(properties).filter((field) => !KNOWN_FIELDS.includes(field));
  if (unknown.length > 0) throw new Error(`${logicalId}: bus with ${unknown.join(', ')} is not simulated`);
  const { Name, Policy } = properties as unknown as BusProperties;
  const bus = buses.create(Name);
  for (const [index, statement] of [Policy?.Statement ?? []].flat().entries())
    bus.policy.put(statement.Sid ?? `Statement${index}`, statement);
}

export function putBusPolicy(_template: StackTemplate, { properties }: Resource, { buses }: BusStores): void {
  const { EventBusName = 'default', StatementId, ...more } = properties as unknown as BusPolicyProperties;
  const bus = buses.get(EventBusName);
  bus.policy.put(StatementId, more.Statement ?? olderForm(more, bus.arn));
}

function olderForm(
  { Action = 'events:PutEvents', Principal = '*', Condition }: Partial<BusPolicyProperties>,
  busArn: string,
): ResourceStatement {
  return {
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: Principal },
    Action,
    Resource: busArn,
    ...(Condition === undefined
      ? {}
      : { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
  };
}
