import { type Duration, Token } from 'aws-cdk-lib';
import {
  MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  MAX_LINK_TIMEOUT_SECONDS,
  MAX_RECONCILE_SECONDS,
  MIN_LINK_TIMEOUT_SECONDS,
  MIN_RECONCILE_SECONDS,
} from '../../lambda/contract/limits.js';
import type { ValueRule } from '../../lambda/contract/value-rules.js';
import { PROJECTS } from '../engine/engine-props-validation.js';
import { LAST_LINK } from '../engine/last-link-rule.js';
import {
  hasMethod,
  optional,
  received,
  refuse,
  requireProps,
  validateSeconds,
} from '../engine/prop-checks.js';
import type { AtlasPrivateLinkProps } from './atlas-private-link-props.js';

/**
 * Checks the automation's own props; the engine checks its own. Tokens are skipped.
 *
 * @throws Error with the prop, the value received and what to do
 */
export function validateAutomationProps(props: AtlasPrivateLinkProps): void {
  requireProps('AtlasPrivateLink', props, { projects: PROJECTS, endpointSelection: SELECTION });
  refuse(optional('lastLink', props.lastLink, LAST_LINK));
  if (props.linkTimeout !== undefined)
    validateSeconds('linkTimeout', props.linkTimeout, MIN_LINK_TIMEOUT_SECONDS, MAX_LINK_TIMEOUT_SECONDS);
  if (props.connectionStringsTimeout !== undefined)
    validateSeconds(
      'connectionStringsTimeout',
      props.connectionStringsTimeout,
      0,
      MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS,
    );
  if (props.reconcileEvery !== undefined) validateReconcileEvery(props.reconcileEvery);
  if (props.maxConcurrency !== undefined) validateMaxConcurrency(props.maxConcurrency);
  if (props.runbookUrl !== undefined) validateRunbookUrl(props.runbookUrl);
}

const SELECTION: ValueRule = {
  expected: "expected an EndpointSelection, such as EndpointSelection.tagged('atlas-privatelink')",
  accepts: (value) => hasMethod(value, '_tagKeys'),
};

function validateRunbookUrl(runbookUrl: string): void {
  if (Token.isUnresolved(runbookUrl) || (URL.canParse(runbookUrl) && !runbookUrl.includes('#'))) return;
  throw new Error(
    `runbookUrl: expected a URL without "#" (anchors of sections are appended), received ${received(runbookUrl)}.`,
  );
}

function validateMaxConcurrency(maxConcurrency: number): void {
  if (Token.isUnresolved(maxConcurrency) || (Number.isInteger(maxConcurrency) && maxConcurrency >= 1)) return;
  throw new Error(
    `maxConcurrency: expected a whole number of at least 1 (0 would stop the automation), received ${received(maxConcurrency)}.`,
  );
}

/** A schedule rate is a whole number of minutes. */
function validateReconcileEvery(reconcileEvery: Duration): void {
  validateSeconds('reconcileEvery', reconcileEvery, MIN_RECONCILE_SECONDS, MAX_RECONCILE_SECONDS);
  if (reconcileEvery.isUnresolved() || Number.isInteger(reconcileEvery.toMinutes({ integral: false })))
    return;
  throw new Error(`reconcileEvery: expected whole minutes, received ${reconcileEvery.toHumanString()}.`);
}
