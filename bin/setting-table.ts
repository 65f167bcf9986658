/** Names of the settings, and functions that read them. */

/** Each setting with its context name, environment variable and description. */
export const SETTINGS = {
  projectId: ['ATLAS_PROJECT_ID', 'Atlas project id, 24 hexadecimal digits'],
  secretName: ['ATLAS_SECRET_NAME', 'name or complete ARN of the secret with the Atlas credentials'],
  projects: [
    'ATLAS_PROJECTS',
    'instead of both, for several projects: JSON [{"projectId", "secretName"}, …], each with "accounts" and "regions" if it is limited to some, and with "remoteRegions" if the automation may add some',
  ],
  selectTag: ['SELECT_TAG', 'link endpoints with this tag: "key" or "key=value"'],
  selectAll: ['SELECT_ALL', '"true": link every endpoint of the projects\' endpoint services'],
  lastLink: ['LAST_LINK', '"keep" (default) or "remove": the last link of an endpoint service'],
  unlinkDeselected: [
    'UNLINK_DESELECTED',
    '"true": remove the link of an endpoint that is no longer selected',
  ],
  selectVpcId: [
    'SELECT_VPC_ID',
    'link endpoints in this VPC; with selectTag, those that have the tag besides',
  ],
  linkTimeoutSeconds: ['LINK_TIMEOUT_SECONDS', 'seconds until a link ends as timed out; default 3600'],
  connectionStringsTimeoutSeconds: [
    'CONNECTION_STRINGS_TIMEOUT_SECONDS',
    'seconds for which connection strings are followed; default 900, 0: not at all',
  ],
  reconcileEveryMinutes: ['RECONCILE_EVERY_MINUTES', 'minutes between two reconciliations; default 60'],
  push: ['PUSH', '"false": no notifications of acceptances; EC2 is polled instead'],
  tagEndpoints: ['TAG_ENDPOINTS', '"false": put no tags on the VPC endpoints'],
  alarmEmail: ['ALARM_EMAIL', 'e-mail address that receives alarms'],
  alarmTopicArn: ['ALARM_TOPIC_ARN', 'ARN of an SNS topic that receives alarms'],
  eventBusName: ['EVENT_BUS_NAME', 'event bus on which conclusions are published; default "default"'],
  dashboard: ['DASHBOARD', '"false": no CloudWatch dashboard'],
  runbookUrl: ['RUNBOOK_URL', 'where your team reads docs/runbook.md'],
  shareAccessTokens: [
    'SHARE_ACCESS_TOKENS',
    '"false": share no access token of a service account; for API keys',
  ],
  maxConcurrency: ['MAX_CONCURRENCY', 'reserved concurrency of each of the functions that ask Atlas'],
  vpcId: ['VPC_ID', 'VPC of the functions that ask Atlas, for a fixed address; with subnetIds'],
  subnetIds: ['SUBNET_IDS', 'their subnets, with commas: with a route to Atlas and AWS'],
  securityGroupIds: ['SECURITY_GROUP_IDS', 'their security groups, with commas; default: a new one'],
  memberOrganizationId: [
    'MEMBER_ORGANIZATION_ID',
    'serve accounts of this organization as well; with memberRegions',
  ],
  memberOrganizationalUnits: [
    'MEMBER_ORGANIZATIONAL_UNITS',
    'ids or paths of its units whose accounts are served, with commas; default: all accounts',
  ],
  memberAccounts: [
    'MEMBER_ACCOUNTS',
    'instead of memberOrganizationId: accounts that are served as well, with commas',
  ],
  memberRegions: ['MEMBER_REGIONS', 'Regions of the VPC endpoints of these accounts, with commas'],
  hubNamespace: ['HUB_NAMESPACE', 'separates hubs of one organization; default "default"'],
  logRetentionDays: ['LOG_RETENTION_DAYS', 'days that logs are kept; default 90'],
  logLevel: ['LOG_LEVEL', 'DEBUG, INFO (default), WARN or ERROR'],
  atlasBaseUrl: ['ATLAS_BASE_URL', 'base URL of the Admin API, for Atlas for Government'],
  stackName: ['STACK_NAME', 'name of the stack; default AtlasPrivateLink'],
} as const;

export type SettingName = keyof typeof SETTINGS;
export type SettingReader = (name: SettingName) => string | undefined;

/** A setting is missing or malformed, and the user of the app has to correct it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
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

/** @throws SettingsError if the setting is neither absent nor a whole number */
export function readNumber(name: SettingName, setting: SettingReader): number | undefined {
  const value = setting(name);
  if (value === undefined || /^\d+$/.test(value)) return value === undefined ? undefined : Number(value);
  throw new SettingsError(`${name}: expected a whole number, received "${value}"`);
}

/** True if the setting is `true`; false if it is absent. */
export function readFlag(name: SettingName, setting: SettingReader): boolean {
  return readSwitch(name, setting, 'true') ?? false;
}

/** False if the setting is `false`; undefined if it is absent. */
export function readOff(name: SettingName, setting: SettingReader): boolean | undefined {
  return readSwitch(name, setting, 'false');
}

/** @returns undefined if the setting is absent */
function readSwitch(name: SettingName, setting: SettingReader, only: 'true' | 'false'): boolean | undefined {
  const value = setting(name);
  if (value !== undefined && value !== only)
    throw new SettingsError(`${name}: expected "${only}", received "${value}"`);
  return value === undefined ? undefined : only === 'true';
}

export function readList(name: SettingName, setting: SettingReader): string[] {
  return (setting(name) ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** @throws SettingsError that lists all settings */
export function missing(name: SettingName): never {
  const lines = Object.entries(SETTINGS).map(
    ([key, [variable, what]]) => `  -c ${key}=…  (or ${variable}): ${what}`,
  );
  throw new SettingsError(`Setting "${name}" is missing. The app takes:\n${lines.join('\n')}`);
}
