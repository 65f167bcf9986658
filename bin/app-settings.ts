/** Settings of the ready-made app: CDK context (`-c name=value`) first, environment variables second. */
import { AtlasCredentials, type AtlasProject, EndpointSelection, LastLink } from '../lib/index.js';

/** Each setting: its context name, its environment variable, what it is. */
export const SETTINGS = {
  projectId: ['ATLAS_PROJECT_ID', 'Atlas project id, 24 hexadecimal digits'],
  secretName: ['ATLAS_SECRET_NAME', 'name or complete ARN of the secret with the Atlas credentials'],
  projects: [
    'ATLAS_PROJECTS',
    'instead of both, for several projects: JSON [{"projectId", "secretName"}, …]',
  ],
  selectTag: ['SELECT_TAG', 'link endpoints with this tag: "key" or "key=value"'],
  selectAll: ['SELECT_ALL', '"true": link every endpoint of the projects\' endpoint services'],
  lastLink: ['LAST_LINK', '"keep" (default) or "remove": the last link of an endpoint service'],
  unlinkDeselected: [
    'UNLINK_DESELECTED',
    '"true": remove the link of an endpoint that is no longer selected',
  ],
  atlasBaseUrl: ['ATLAS_BASE_URL', 'base URL of the Admin API, for Atlas for Government'],
  stackName: ['STACK_NAME', 'name of the stack; default AtlasPrivateLink'],
} as const;

export type SettingName = keyof typeof SETTINGS;
export type SettingReader = (name: SettingName) => string | undefined;

/** The person who runs the app has to give or correct a setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export interface AppSettings {
  readonly stackName: string;
  readonly projects: AtlasProject[];
  readonly endpointSelection: EndpointSelection;
  readonly lastLink: LastLink;
  readonly unlinkDeselected: boolean;
  readonly atlasBaseUrl: string | undefined;
}

export function settingReader(
  context: (name: string) => unknown,
  environment: Readonly<Record<string, string | undefined>>,
): SettingReader {
  return (name) => {
    const value = context(name) ?? environment[SETTINGS[name][0]];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
}

/** @throws SettingsError */
export function readAppSettings(setting: SettingReader): AppSettings {
  return {
    stackName: setting('stackName') ?? 'AtlasPrivateLink',
    projects: readProjects(setting),
    endpointSelection: readSelection(setting),
    lastLink: readLastLink(setting('lastLink')),
    unlinkDeselected: readFlag('unlinkDeselected', setting),
    atlasBaseUrl: setting('atlasBaseUrl'),
  };
}

function readProjects(setting: SettingReader): AtlasProject[] {
  const list = setting('projects');
  const single = { projectId: setting('projectId'), secretName: setting('secretName') };
  const projects = list === undefined ? [single] : parseProjects(list);
  return projects.map(({ projectId, secretName }) => ({
    projectId: projectId ?? missing('projectId'),
    credentials: credentialsOf(secretName ?? missing('secretName')),
  }));
}

function credentialsOf(secret: string): AtlasCredentials {
  return secret.startsWith('arn:')
    ? AtlasCredentials.fromSecretCompleteArn(secret)
    : AtlasCredentials.fromSecretName(secret);
}

type ProjectInput = { readonly projectId?: string | undefined; readonly secretName?: string | undefined };

function parseProjects(text: string): ProjectInput[] {
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed) && parsed.every(isProjectInput)) return parsed;
  } catch {
    // Reported below, together with JSON of another shape.
  }
  throw new SettingsError(
    `projects: expected JSON [{"projectId", "secretName"}, …] with texts, received ${text}`,
  );
}

function isProjectInput(item: unknown): item is ProjectInput {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return false;
  const { projectId, secretName } = item as Readonly<Record<string, unknown>>;
  return [projectId, secretName].every((value) => value === undefined || typeof value === 'string');
}

function readSelection(setting: SettingReader): EndpointSelection {
  const tag = setting('selectTag');
  const all = readFlag('selectAll', setting);
  if (tag !== undefined && all) throw new SettingsError('selectTag and selectAll exclude each other');
  if (all) return EndpointSelection.all();
  if (tag === undefined) return missing('selectTag');
  const [key = '', ...value] = tag.split('=');
  return value.length === 0 ? EndpointSelection.tagged(key) : EndpointSelection.tagged(key, value.join('='));
}

function readLastLink(value: string | undefined): LastLink {
  const rule = Object.values(LastLink).find((candidate) => candidate === (value ?? LastLink.KEEP));
  if (rule !== undefined) return rule;
  throw new SettingsError(`lastLink: expected "keep" or "remove", received "${value}"`);
}

function readFlag(name: SettingName, setting: SettingReader): boolean {
  const value = setting(name);
  if (value !== undefined && value !== 'true')
    throw new SettingsError(`${name}: expected "true", received "${value}"`);
  return value === 'true';
}

function missing(name: SettingName): never {
  const lines = Object.entries(SETTINGS).map(
    ([key, [variable, what]]) => `  -c ${key}=…  (or ${variable}): ${what}`,
  );
  throw new SettingsError(`Setting "${name}" is missing. The app takes:\n${lines.join('\n')}`);
}
