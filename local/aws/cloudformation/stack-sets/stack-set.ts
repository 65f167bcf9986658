/** Reads a service-managed StackSet from its resource in a template. */
import { AwsError } from '../../protocol/aws-error.js';
import type { Resource, StackTemplate } from '../stack-template.js';

export interface StackSet {
  readonly name: string;
  readonly arn: string;
  readonly body: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly units: readonly string[];
  /** Regions in the order of the operation. */
  readonly regions: readonly string[];
  readonly isAutomatic: boolean;
  readonly retainsStacks: boolean;
  /** ARNs of StackSets that are deployed before this one. */
  readonly dependsOn: readonly string[];
  /** `SELF` or `DELEGATED_ADMIN`. */
  readonly callAs: string;
  readonly tolerance: FailureTolerance;
}

export interface FailureTolerance {
  readonly count?: number;
  readonly percentage?: number;
}

interface StackSetProperties {
  readonly StackSetName: string;
  readonly PermissionModel: string;
  readonly TemplateBody?: string;
  readonly Parameters?: readonly { readonly ParameterKey: string; readonly ParameterValue: string }[];
  readonly Capabilities?: readonly string[];
  readonly AutoDeployment?: {
    readonly Enabled?: boolean;
    readonly RetainStacksOnAccountRemoval?: boolean;
    readonly DependsOn?: readonly string[];
  };
  readonly StackInstancesGroup?: readonly InstancesGroup[];
  readonly OperationPreferences?: {
    readonly RegionOrder?: readonly string[];
    readonly FailureToleranceCount?: number;
    readonly FailureTolerancePercentage?: number;
  };
  readonly CallAs?: string;
}

interface InstancesGroup {
  readonly DeploymentTargets: { readonly OrganizationalUnitIds?: readonly string[] };
  readonly Regions: readonly string[];
}

const KNOWN_FIELDS = [
  'StackSetName',
  'PermissionModel',
  'TemplateBody',
  'Parameters',
  'Capabilities',
  'AutoDeployment',
  'StackInstancesGroup',
  'OperationPreferences',
  'ManagedExecution',
  'CallAs',
  'Description',
  'Tags',
];
const KNOWN_TARGETS = ['OrganizationalUnitIds'];
const MOST_BYTES = 51_200;

/**
 * @throws AwsError ValidationError if CloudFormation refuses the StackSet
 * @throws Error for a field that is not simulated
 */
export function readStackSet(template: StackTemplate, resource: Resource): StackSet {
  const properties = resource.properties as unknown as StackSetProperties;
  requireKnown(resource.logicalId, properties);
  const { TemplateBody = '', AutoDeployment = {}, OperationPreferences = {} } = properties;
  if (Buffer.byteLength(TemplateBody) > MOST_BYTES)
    throw invalid(`Member must have length less than or equal to ${MOST_BYTES}`, 'templateBody');
  const groups = properties.StackInstancesGroup ?? [];
  return {
    name: properties.StackSetName,
    arn: template.arnOf(resource.logicalId),
    body: TemplateBody,
    parameters: Object.fromEntries(
      (properties.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
    ),
    capabilities: properties.Capabilities ?? [],
    units: unique(groups.flatMap(({ DeploymentTargets }) => DeploymentTargets.OrganizationalUnitIds ?? [])),
    regions: inOrder(
      unique(groups.flatMap(({ Regions }) => Regions)),
      OperationPreferences.RegionOrder ?? [],
    ),
    isAutomatic: isTrue(AutoDeployment.Enabled),
    retainsStacks: isTrue(AutoDeployment.RetainStacksOnAccountRemoval),
    dependsOn: AutoDeployment.DependsOn ?? [],
    callAs: properties.CallAs ?? 'SELF',
    tolerance: toleranceOf(OperationPreferences),
  };
}

/** Number of stacks that may fail in one Region before the operation ends. */
export function failuresAllowed({ count, percentage }: FailureTolerance, accounts: number): number {
  if (percentage !== undefined) return Math.floor((percentage / 100) * accounts);
  return count ?? 0;
}

function requireKnown(logicalId: string, properties: StackSetProperties): void {
  const targets = (properties.StackInstancesGroup ?? []).flatMap(({ DeploymentTargets }) =>
    Object.keys(DeploymentTargets),
  );
  const unknown = [
    ...Object.keys(properties).filter((field) => !KNOWN_FIELDS.includes(field)),
    ...targets.filter((field) => !KNOWN_TARGETS.includes(field)),
  ];
  if (unknown.length > 0)
    throw new Error(`${logicalId}: StackSet with ${unknown.join(', ')} is not simulated`);
  if (properties.PermissionModel !== 'SERVICE_MANAGED')
    throw new Error(`${logicalId}: only service-managed StackSets are simulated`);
}

function toleranceOf({
  FailureToleranceCount: count,
  FailureTolerancePercentage: percentage,
}: NonNullable<StackSetProperties['OperationPreferences']>): FailureTolerance {
  return {
    ...(count === undefined ? {} : { count: Number(count) }),
    ...(percentage === undefined ? {} : { percentage: Number(percentage) }),
  };
}

function inOrder(regions: readonly string[], order: readonly string[]): string[] {
  return unique([...order.filter((region) => regions.includes(region)), ...regions]);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** Templates contain booleans, or booleans as text. */
function isTrue(value: unknown): boolean {
  return String(value) === 'true';
}

function invalid(constraint: string, field: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value at '${field}' failed to satisfy constraint: ${constraint}`,
  );
}
