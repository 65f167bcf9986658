/** One stack of a StackSet in an account and Region. It is created completely or not at all. */
import type { EventBus } from '../../event-bridge/event-bus.js';
import type { EventBuses } from '../../event-bridge/event-buses.js';
import type { EventTargets } from '../../event-bridge/event-targets.js';
import type { Permissions } from '../../iam/permissions.js';
import type { Roles } from '../../iam/roles.js';
import { AwsError } from '../../protocol/aws-error.js';
import type { Place } from '../../protocol/place.js';
import type { MessageQueues } from '../../sqs/message-queues.js';
import type { ParameterStore } from '../../ssm/parameter-store.js';
import { attachPolicies, newRoleOf } from '../deployed-policies.js';
import { createQueue, setQueuePolicy } from '../deployed-queues.js';
import { createRule } from '../deployed-triggers.js';
import { reportResource } from '../resource-events.js';
import { type Resource, StackTemplate } from '../stack-template.js';
import type { StackSet } from './stack-set.js';

/** Stores in which a stack instance creates its resources. */
export interface InstanceStores extends Place {
  readonly iam: { readonly roles: Roles };
  readonly permissions: Permissions;
  readonly queues: MessageQueues;
  readonly parameters: ParameterStore;
  readonly bus: EventBus;
  readonly buses: EventBuses;
  readonly targets: EventTargets;
}

type Undo = () => void;
type Create = (template: StackTemplate, resource: Resource, stores: InstanceStores) => Undo | undefined;

const NOTHING = () => undefined;
/** In an order in which each type depends only on earlier ones. Policies are attached together, after the roles. */
const CREATORS: Readonly<Record<string, Create>> = {
  'AWS::IAM::Role': createRole,
  'AWS::IAM::Policy': NOTHING,
  'AWS::IAM::ManagedPolicy': NOTHING,
  'AWS::SQS::Queue': createQueueOnce,
  'AWS::SQS::QueuePolicy': (template, resource, stores) => {
    setQueuePolicy(template, resource, stores);
    return undefined;
  },
  'AWS::SSM::Parameter': createParameter,
  'AWS::Events::Rule': createRuleOnce,
};

export interface StackInstance {
  delete(): void;
}

/** @throws AwsError with the reason of the failure; no resource of the stack remains */
export function createStackInstance(stackSet: StackSet, stores: InstanceStores): StackInstance {
  const { account, region } = stores;
  const stackName = `StackSet-${stackSet.name}`;
  const { body, parameters } = stackSet;
  const template = new StackTemplate('', { body }, { account, region, stackName }, { parameters });
  requireCapabilities(template, stackSet);
  const undo: Undo[] = [];
  const rollBack = () => {
    for (const step of undo.splice(0).reverse()) step();
  };
  try {
    for (const resource of inOrder(template)) {
      const step = CREATORS[resource.type]?.(template, resource, stores);
      if (step !== undefined) undo.push(step);
    }
    undo.push(attachPolicies(template, stores.permissions));
  } catch (error) {
    rollBack();
    throw error;
  }
  report(template, stores, stackName, 'CREATE_COMPLETE');
  return {
    delete: () => {
      rollBack();
      report(template, stores, stackName, 'DELETE_COMPLETE');
    },
  };
}

function inOrder(template: StackTemplate): Resource[] {
  const types = Object.keys(CREATORS);
  const unknown = template.resources.filter(
    ({ type }) => !types.includes(type) && type !== 'AWS::CDK::Metadata',
  );
  if (unknown.length > 0)
    throw new Error(
      `A stack of a StackSet with ${unknown.map(({ type }) => type).join(', ')} is not simulated`,
    );
  return types.flatMap((type) => template.ofType(type));
}

/** A template with IAM resources requires a capability; with named ones, it requires CAPABILITY_NAMED_IAM. */
function requireCapabilities(template: StackTemplate, { capabilities }: StackSet): void {
  const resources = template.resources.filter(({ type }) => type.startsWith('AWS::IAM::'));
  if (resources.length === 0) return;
  const areNamed = resources.some(
    ({ type, properties }) =>
      (type === 'AWS::IAM::Role' && properties.RoleName !== undefined) ||
      (type === 'AWS::IAM::ManagedPolicy' && properties.ManagedPolicyName !== undefined),
  );
  const sufficient = areNamed ? ['CAPABILITY_NAMED_IAM'] : ['CAPABILITY_NAMED_IAM', 'CAPABILITY_IAM'];
  if (capabilities.some((capability) => sufficient.includes(capability))) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${sufficient.at(-1)}]`);
}

function createRole(template: StackTemplate, resource: Resource, { iam: { roles } }: InstanceStores): Undo {
  const { arn } = roles.create(newRoleOf(template, resource));
  return () => void roles.delete(arn);
}

function createQueueOnce(template: StackTemplate, resource: Resource, stores: InstanceStores): Undo {
  const arn = template.arnOf(resource.logicalId);
  if (stores.queues.has(arn)) throw alreadyExists(arn);
  return createQueue(template, resource, stores);
}

function createParameter(
  template: StackTemplate,
  { logicalId, properties }: Resource,
  { parameters }: InstanceStores,
): Undo {
  const name = String(template.resolve({ Ref: logicalId }));
  const { Value, Type } = properties;
  parameters.put({ name, value: String(Value), type: String(Type) });
  return () => void parameters.delete(name);
}

function createRuleOnce(template: StackTemplate, resource: Resource, stores: InstanceStores): Undo {
  const arn = template.arnOf(resource.logicalId);
  if (stores.bus.rules.some(({ ruleArn }) => ruleArn === arn)) throw alreadyExists(arn);
  return createRule(template, resource, stores);
}

function alreadyExists(arn: string): AwsError {
  return new AwsError('AlreadyExists', `Resource of type with identifier '${arn}' already exists.`);
}

/** Puts CloudFormation's event of each resource on the default bus of the stack's place. */
function report(template: StackTemplate, stores: InstanceStores, stackName: string, status: string): void {
  for (const { logicalId, type } of template.resources) {
    const physicalId = CREATORS[type] === NOTHING ? logicalId : physicalIdOf(template, logicalId, type);
    reportResource(stores.bus, stores, { stackName, logicalId, physicalId, type, status });
  }
}

function physicalIdOf(template: StackTemplate, logicalId: string, type: string): string {
  return type === 'AWS::SQS::QueuePolicy' ? logicalId : String(template.resolve({ Ref: logicalId }));
}
