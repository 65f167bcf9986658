import * as v from 'valibot';
import type { ProjectListReading } from '../../lambda/aws/project-list.js';
import type { AutomationDescription } from '../../lambda/contract/automation.js';
import { LAST_LINK_RULES } from '../../lambda/contract/custom-resources.js';
import type { ProjectSetting } from '../../lambda/contract/environment.js';
import type { MembersSetting } from '../../lambda/contract/members.js';
import type { ProjectListReference } from '../../lambda/contract/project-list.js';
import { type AwsRegion, awsRegion } from '../../lambda/contract/regions.js';
import type { SelectionSpec } from '../../lambda/contract/selection.js';
import type { Place } from '../../lambda/domain/model/values/place.js';
import { jsonText } from '../../lambda/json/json-text.js';
import { validate } from '../../lambda/json/validate.js';
import { membersSchema } from '../../lambda/schemas/members-schema.js';
import {
  projectListReferenceSchema,
  projectsSchema,
  selectionSchema,
} from '../../lambda/schemas/setting-schemas.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import { NoAutomationError } from '../errors/no-automation-error.js';

/** An installed automation, as its stack describes it in Parameter Store, with its JSON texts parsed. */
export interface Automation
  extends Omit<
    AutomationDescription,
    | 'version'
    | 'stackName'
    | 'projects'
    | 'projectList'
    | 'endpointSelection'
    | 'eventBusName'
    | 'members'
    | 'dataFederationServiceNames'
  > {
  readonly projects: readonly ProjectSetting[];
  readonly selection: SelectionSpec;
  /** Name of its CloudFormation stack; empty in descriptions of earlier versions. */
  readonly stackName: string;
  /** Names of endpoint services for Data Federation besides the known ones. */
  readonly dataFederationServiceNames: readonly string[];
  /** The rule for the endpoints of stacks; empty in descriptions of earlier versions. */
  readonly stackRuleName: string;
  /** Its service name, the owner in its registry records. */
  readonly owner: string;
  /** Account and Region of the VPC endpoints that the command is about: the automation's own, or those of a member. */
  readonly region: AwsRegion;
  readonly account: string;
  /** Account and Region of the automation. */
  readonly home: Place;
  /** Undefined if it is no hub. */
  readonly members: MembersSetting | undefined;
}

/** The same before its projects are read, which may be in separate parameters. */
export interface ChosenAutomation extends Omit<Automation, 'projects'> {
  readonly projects: readonly ProjectSetting[] | ProjectListReference;
}

const description = v.object({
  version: v.literal(1),
  serviceName: v.string(),
  /** Stacks of earlier versions do not have it. */
  stackName: v.optional(v.string(), ''),
  projects: v.optional(jsonText(projectsSchema)),
  projectList: v.optional(jsonText(projectListReferenceSchema)),
  atlasBaseUrl: v.string(),
  endpointSelection: jsonText(selectionSchema),
  lastLink: v.picklist(LAST_LINK_RULES),
  unlinkDeselected: v.boolean(),
  linkTimeoutSeconds: v.number(),
  connectionStringsTimeoutSeconds: v.number(),
  workflowArn: v.string(),
  reconcileWorkflowArn: v.string(),
  deadLetterQueueUrl: v.string(),
  receiverFunctionName: v.string(),
  finalizerFunctionName: v.string(),
  createdRuleName: v.string(),
  deletedRuleName: v.string(),
  /** Stacks of earlier versions have no such rule. */
  stackRuleName: v.optional(v.string(), ''),
  dataFederationServiceNames: v.optional(v.array(v.string()), []),
  /** Only hubs have it. */
  members: v.optional(jsonText(membersSchema)),
});

/** A parameter below the path of the automations. */
export interface StoredDescription {
  readonly name: string;
  readonly value: string;
}

/** @throws CommandError if there is none, or if more than one matches */
export function chooseAutomation(
  stored: readonly StoredDescription[],
  wanted: string | undefined,
  region: string,
): ChosenAutomation {
  const named = stored.map((one) => ({ ...one, serviceName: one.name.split('/').at(-1) ?? one.name }));
  const names = named.map(({ serviceName }) => serviceName).join(', ');
  const found = wanted === undefined ? named : named.filter(({ serviceName }) => serviceName === wanted);
  const [first, ...others] = found;
  if (first === undefined) throw notFound(wanted, names, region);
  if (others.length > 0)
    throw new CommandError(
      `There are ${found.length} automations in ${region}: ${names}.`,
      'Say which with --automation.',
      ExitCode.USAGE,
    );
  return parseAutomation(first);
}

function notFound(wanted: string | undefined, names: string, region: string): CommandError {
  if (wanted !== undefined && names !== '')
    return new CommandError(
      `There is no automation ${wanted} in ${region}.`,
      `Give one of these with --automation: ${names}.`,
      ExitCode.USAGE,
    );
  return new NoAutomationError(region);
}

/** @throws CommandError */
function parseAutomation({ name, value }: StoredDescription): ChosenAutomation {
  const read = validate(jsonText(description), value, { whole: 'value' });
  if (read.kind === 'malformed')
    throw unreadable(`Parameter ${name} cannot be read: ${read.issues.join('; ')}.`);
  const { endpointSelection, version: _, projects: inline, projectList, members, ...rest } = read.value;
  const projects = inline ?? projectList;
  if (projects === undefined) throw unreadable(`Parameter ${name} does not say where the projects are.`);
  // arn:aws:states:<region>:<account>:stateMachine:<name>
  const [, , , region = '', account = ''] = rest.workflowArn.split(':');
  const home = { account, region: awsRegion(region) };
  return { ...rest, ...home, home, members, projects, owner: rest.serviceName, selection: endpointSelection };
}

/**
 * @param read reads the parameters that list the projects
 * @throws CommandError if they are not as the stack writes them
 */
export async function withProjects(
  { projects, ...automation }: ChosenAutomation,
  read: (reference: ProjectListReference) => Promise<ProjectListReading>,
): Promise<Automation> {
  if (!('path' in projects)) return { ...automation, projects };
  const reading = await read(projects);
  if (reading.kind === 'unusable') throw unreadable(reading.problem);
  return { ...automation, projects: reading.list.projects };
}

function unreadable(problem: string): CommandError {
  return new CommandError(
    problem,
    'Deploy the stack again, or use the version of this command that belongs to it.',
  );
}
