/** Settings of the ready-made app with a number, a switch or a text, as props of the automation. */
import { Duration } from 'aws-cdk-lib';
import type { AtlasPrivateLinkProps } from '../lib/index.js';
import {
  readList,
  readNumber,
  readOff,
  type SettingName,
  type SettingReader,
  SettingsError,
} from './setting-table.js';

/** Props by name, without those that are not set. */
export type PlainValues = Pick<
  AtlasPrivateLinkProps,
  | 'linkTimeout'
  | 'connectionStringsTimeout'
  | 'reconcileEvery'
  | 'push'
  | 'tagEndpoints'
  | 'dashboard'
  | 'runbookUrl'
  | 'shareAccessTokens'
  | 'maxConcurrency'
  | 'logRetention'
  | 'logLevel'
>;

export interface NetworkSettings {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** Empty: the construct makes a security group. */
  readonly securityGroupIds: readonly string[];
}

/** @throws SettingsError for a malformed setting; the construct validates the values */
export function readPlainValues(setting: SettingReader): PlainValues {
  const values: Writable<PlainValues> = {};
  const put = <Name extends keyof PlainValues>(name: Name, value: PlainValues[Name] | undefined) => {
    if (value !== undefined) values[name] = value;
  };
  put('linkTimeout', duration('linkTimeoutSeconds', setting, Duration.seconds));
  put('connectionStringsTimeout', duration('connectionStringsTimeoutSeconds', setting, Duration.seconds));
  put('reconcileEvery', duration('reconcileEveryMinutes', setting, Duration.minutes));
  put('push', readOff('push', setting));
  put('tagEndpoints', readOff('tagEndpoints', setting));
  put('dashboard', readOff('dashboard', setting));
  put('runbookUrl', setting('runbookUrl'));
  put('shareAccessTokens', readOff('shareAccessTokens', setting));
  put('maxConcurrency', readNumber('maxConcurrency', setting));
  put('logRetention', readNumber('logRetentionDays', setting));
  put('logLevel', setting('logLevel'));
  return values;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** @throws SettingsError if only some of the settings that belong together are given */
export function readNetwork(setting: SettingReader): NetworkSettings | undefined {
  const vpcId = setting('vpcId');
  const subnetIds = readList('subnetIds', setting);
  const securityGroupIds = readList('securityGroupIds', setting);
  if (vpcId !== undefined && subnetIds.length > 0) return { vpcId, subnetIds, securityGroupIds };
  if (vpcId === undefined && subnetIds.length === 0 && securityGroupIds.length === 0) return undefined;
  throw new SettingsError('vpcId and subnetIds belong together, and securityGroupIds needs both');
}

function duration(
  name: SettingName,
  setting: SettingReader,
  unit: (amount: number) => Duration,
): Duration | undefined {
  const amount = readNumber(name, setting);
  return amount === undefined ? undefined : unit(amount);
}
