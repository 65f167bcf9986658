/** Settings of the ready-made app: CDK context (`-c name=value`) takes precedence over environment variables. */
import type { Construct } from 'constructs';
import {
  AtlasCredentials,
  AtlasMembers,
  type AtlasProject,
  EndpointSelection,
  LastLink,
} from '../lib/index.js';
import { importedVpc } from './app/imported-network.js';
import { type NetworkSettings, type PlainValues, readNetwork, readPlainValues } from './plain-settings.js';
import { missing, readFlag, readList, type SettingReader, SettingsError } from './setting-table.js';

export interface AppSettings {
  readonly stackName: string;
  readonly projects: AtlasProject[];
  /** Created in the given scope, because a selection by VPC imports the VPC there. */
  readonly endpointSelection: (scope: Construct) => EndpointSelection;
  readonly lastLink: LastLink;
  readonly unlinkDeselected: boolean;
  readonly atlasBaseUrl: string | undefined;
  /** All other props of the automation with plain values. */
  readonly values: PlainValues;
  readonly alarms: { readonly email: string | undefined; readonly topicArn: string | undefined };
  readonly eventBusName: string | undefined;
  /** Undefined: only the own account and Region are served. */
  readonly members: AtlasMembers | undefined;
  /** Undefined if the functions are outside of any VPC. */
  readonly network: NetworkSettings | undefined;
}

/** @throws SettingsError for a missing or malformed setting */
export function readAppSettings(setting: SettingReader): AppSettings {
  return {
    stackName: setting('stackName') ?? 'AtlasPrivateLink',
    projects: readProjects(setting),
    endpointSelection: readSelection(setting),
    lastLink: readLastLink(setting('lastLink')),
    unlinkDeselected: readFlag('unlinkDeselected', setting),
    atlasBaseUrl: setting('atlasBaseUrl'),
    values: readPlainValues(setting),
    alarms: { email: setting('alarmEmail'), topicArn: setting('alarmTopicArn') },
    eventBusName: setting('eventBusName'),
    members: readMembers(setting),
    network: readNetwork(setting),
  };
}

function readProjects(setting: SettingReader): AtlasProject[] {
  const list = setting('projects');
  const single: ProjectInput = { projectId: setting('projectId'), secretName: setting('secretName') };
  const projects = list === undefined ? [single] : parseProjects(list);
  return projects.map(({ projectId, secretName, accounts, regions, remoteRegions, dataFederation }) => ({
    projectId: projectId ?? missing('projectId'),
    credentials: credentialsOf(secretName ?? missing('secretName')),
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
    ...(dataFederation === undefined ? {} : { dataFederation }),
    ...(remoteRegions === undefined ? {} : { remoteRegions }),
  }));
}

function credentialsOf(secret: string): AtlasCredentials {
  return secret.startsWith('arn:')
    ? AtlasCredentials.fromSecretCompleteArn(secret)
    : AtlasCredentials.fromSecretName(secret);
}

interface ProjectInput {
  readonly projectId?: string | undefined;
  readonly secretName?: string | undefined;
  readonly accounts?: string[] | undefined;
  readonly regions?: string[] | undefined;
  readonly dataFederation?: boolean | undefined;
  readonly remoteRegions?: string[] | undefined;
}

function parseProjects(text: string): ProjectInput[] {
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed) && parsed.every(isProjectInput)) return parsed;
  } catch {
    // Reported below, like JSON of another shape.
  }
  throw new SettingsError(
    `projects: expected JSON [{"projectId", "secretName"}, …] with texts, received ${text}; "accounts", "regions" and "remoteRegions" of a project are lists of texts, and "dataFederation" is true or false`,
  );
}

function isProjectInput(item: unknown): item is ProjectInput {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return false;
  const { projectId, secretName, accounts, regions, remoteRegions, dataFederation } = item as Readonly<
    Record<string, unknown>
  >;
  const isText = (value: unknown) => typeof value === 'string';
  return (
    (dataFederation === undefined || typeof dataFederation === 'boolean') &&
    [projectId, secretName].every((value) => value === undefined || isText(value)) &&
    [accounts, regions, remoteRegions].every(
      (value) => value === undefined || (Array.isArray(value) && value.every(isText)),
    )
  );
}

/** @throws SettingsError where settings exclude each other, or one comes without another that it needs */
function readMembers(setting: SettingReader): AtlasMembers | undefined {
  const organizationId = setting('memberOrganizationId');
  const units = readList('memberOrganizationalUnits', setting);
  const accounts = readList('memberAccounts', setting);
  const regions = readList('memberRegions', setting);
  const namespace = setting('hubNamespace');
  if (organizationId === undefined && accounts.length === 0) {
    if (units.length === 0 && regions.length === 0 && namespace === undefined) return undefined;
    throw new SettingsError(
      'memberOrganizationalUnits needs memberOrganizationId, and memberRegions and hubNamespace need memberOrganizationId or memberAccounts',
    );
  }
  if (organizationId !== undefined && accounts.length > 0)
    throw new SettingsError('memberOrganizationId and memberAccounts exclude each other');
  if (organizationId === undefined && units.length > 0)
    throw new SettingsError('memberOrganizationalUnits needs memberOrganizationId');
  const options = { regions, ...(namespace === undefined ? {} : { namespace }) };
  if (organizationId === undefined) return AtlasMembers.accounts(accounts, options);
  return units.length === 0
    ? AtlasMembers.organization(organizationId, options)
    : AtlasMembers.organizationalUnits(organizationId, units, options);
}

function readSelection(setting: SettingReader): (scope: Construct) => EndpointSelection {
  const tag = setting('selectTag');
  const vpcId = setting('selectVpcId');
  if (readFlag('selectAll', setting)) {
    if (tag !== undefined) throw new SettingsError('selectTag and selectAll exclude each other');
    if (vpcId !== undefined) throw new SettingsError('selectVpcId and selectAll exclude each other');
    return EndpointSelection.all;
  }
  const tagged = tag === undefined ? undefined : selectionByTag(tag);
  if (vpcId === undefined) {
    const selection = tagged ?? missing('selectTag');
    return () => selection;
  }
  return (scope) => {
    const inVpc = EndpointSelection.inVpcs(importedVpc(scope, 'SelectedVpc', vpcId));
    return tagged === undefined ? inVpc : EndpointSelection.allOf(tagged, inVpc);
  };
}

function selectionByTag(tag: string): EndpointSelection {
  const [key = '', ...value] = tag.split('=');
  return value.length === 0 ? EndpointSelection.tagged(key) : EndpointSelection.tagged(key, value.join('='));
}

function readLastLink(value: string | undefined): LastLink {
  const rule = Object.values(LastLink).find((candidate) => candidate === (value ?? LastLink.KEEP));
  if (rule !== undefined) return rule;
  throw new SettingsError(`lastLink: expected "keep" or "remove", received "${value}"`);
}
