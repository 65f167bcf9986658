import { Duration, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  type LastLinkRule,
} from '../../lambda/contract/custom-resources.js';
import { Environment } from '../../lambda/contract/environment.js';
import { DEFAULT_LINK_TIMEOUT_SECONDS } from '../../lambda/contract/limits.js';
import { LastLink, ruleOf } from '../engine/last-link.js';
import type { AtlasPrivateLinkProps } from './atlas-private-link-props.js';

/** Settings that the functions get from the props. */
export interface LinkingRules {
  /** JSON of a `SelectionSpec`, with unresolved tokens. */
  readonly endpointSelection: string;
  readonly linkTimeoutSeconds: number;
  readonly lastLink: LastLinkRule;
  readonly unlinkDeselected: boolean;
  /** 0: connection strings are not polled. */
  readonly connectionStringsTimeoutSeconds: number;
  /** Names of endpoint services for Data Federation besides the known ones; undefined if there are none. */
  readonly dataFederationServiceNames?: readonly string[] | undefined;
}

export function linkingRulesOf(scope: Construct, props: AtlasPrivateLinkProps): LinkingRules {
  const defaults = {
    link: Duration.seconds(DEFAULT_LINK_TIMEOUT_SECONDS),
    strings: Duration.seconds(DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS),
  };
  return {
    endpointSelection: props.endpointSelection._bind(scope, props.members !== undefined),
    linkTimeoutSeconds: (props.linkTimeout ?? defaults.link).toSeconds(),
    lastLink: ruleOf(props.lastLink ?? LastLink.KEEP),
    unlinkDeselected: props.unlinkDeselected ?? false,
    connectionStringsTimeoutSeconds: (props.connectionStringsTimeout ?? defaults.strings).toSeconds(),
    dataFederationServiceNames: props.dataFederationServiceNames,
  };
}

export function environmentOf(rules: LinkingRules): Record<string, string> {
  return {
    [Environment.ENDPOINT_SELECTION]: rules.endpointSelection,
    [Environment.LINK_TIMEOUT_SECONDS]: Tokenization.stringifyNumber(rules.linkTimeoutSeconds),
    [Environment.LAST_LINK]: rules.lastLink,
    [Environment.UNLINK_DESELECTED]: String(rules.unlinkDeselected),
    [Environment.CONNECTION_STRINGS_TIMEOUT_SECONDS]: Tokenization.stringifyNumber(
      rules.connectionStringsTimeoutSeconds,
    ),
    ...(rules.dataFederationServiceNames === undefined
      ? {}
      : { [Environment.DATA_FEDERATION_SERVICE_NAMES]: rules.dataFederationServiceNames.join(',') }),
  };
}
