import * as v from 'valibot';
import type { AutomationDescription } from '../lambda/contract/automation.js';
import { LAST_LINK_RULES } from '../lambda/contract/custom-resources.js';
import type { ProjectSetting } from '../lambda/contract/environment.js';
import type { SelectionSpec } from '../lambda/contract/selection.js';
import { projectsSchema, selectionSchema } from '../lambda/contract/setting-schemas.js';
import { CommandError } from './command-error.js';
import { ExitCode } from './exit-code.js';

/** An installed automation, as its stack describes it in Parameter Store, with its JSON texts read. */
export interface Automation
  extends Omit<AutomationDescription, 'version' | 'projects' | 'endpointSelection' | 'eventBusName'> {
  readonly projects: readonly ProjectSetting[];
  readonly selection: SelectionSpec;
  /** Its service name, as its registry records give it. */
  readonly owner: string;
  readonly region: string;
  readonly account: string;
}

const jsonOf = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);

const description = v.object({
  version: v.literal(1),
  serviceName: v.string(),
  projects: jsonOf(projectsSchema),
  atlasBaseUrl: v.string(),
  endpointSelection: jsonOf(selectionSchema),
  lastLink: v.picklist(LAST_LINK_RULES),
  unlinkDeselected: v.boolean(),
  linkTimeoutSeconds: v.number(),
  connectionStringsTimeoutSeconds: v.number(),
  workflowArn: v.string(),
  reconcileWorkflowArn: v.string(),
  deadLetterQueueUrl: v.string(),
  receiverFunctionName: v.string(),
  concluderFunctionName: v.string(),
  createdRuleName: v.string(),
  deletedRuleName: v.string(),
});

/** A parameter below the path of the automations. */
export interface StoredDescription {
  readonly name: string;
  readonly value: string;
}

/** @throws CommandError when none, or more than one, could be meant */
export function chooseAutomation(
  stored: readonly StoredDescription[],
  wanted: string | undefined,
  region: string,
): Automation {
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
  return new CommandError(
    `No automation is installed in ${region} of this account.`,
    'Give the Region and the profile of its stack (--region, --profile), or deploy AtlasPrivateLink there. A stack of an earlier version has to be deployed again.',
  );
}

/** @throws CommandError */
function parseAutomation({ name, value }: StoredDescription): Automation {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), description), value);
  if (!parsed.success)
    throw new CommandError(
      `Parameter ${name} cannot be read: ${parsed.issues[0].message}`,
      'Deploy the stack again, or use the version of this command that belongs to it.',
    );
  const { endpointSelection, version: _, ...rest } = parsed.output;
  // arn:aws:states:<region>:<account>:stateMachine:<name>
  const [, , , region = '', account = ''] = rest.workflowArn.split(':');
  return { ...rest, owner: rest.serviceName, selection: endpointSelection, region, account };
}
