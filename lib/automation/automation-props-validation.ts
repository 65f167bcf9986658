import { type Duration, Token } from 'aws-cdk-lib';
import {
  MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  MAX_LINK_TIMEOUT_SECONDS,
  MAX_RECONCILE_SECONDS,
  MIN_LINK_TIMEOUT_SECONDS,
  MIN_RECONCILE_SECONDS,
} from '../../lambda/contract/limits.js';
import { validateSeconds } from '../engine/engine-props-validation.js';
import type { AtlasPrivateLinkProps } from './atlas-private-link-props.js';

/**
 * Checks of the automation's own props, besides those of the engine. Tokens are skipped.
 *
 * @throws Error with the prop, the value received and what to do
 */
export function validateAutomationProps(props: AtlasPrivateLinkProps): void {
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

function validateRunbookUrl(runbookUrl: string): void {
  if (Token.isUnresolved(runbookUrl) || (URL.canParse(runbookUrl) && !runbookUrl.includes('#'))) return;
  throw new Error(
    `runbookUrl: expected a URL without "#" (the sections are put behind it), received "${runbookUrl}".`,
  );
}

function validateMaxConcurrency(maxConcurrency: number): void {
  if (Token.isUnresolved(maxConcurrency) || (Number.isInteger(maxConcurrency) && maxConcurrency >= 1)) return;
  throw new Error(
    `maxConcurrency: expected a whole number of at least 1 (0 would stop the automation), received ${maxConcurrency}.`,
  );
}

/** A schedule counts whole minutes. */
function validateReconcileEvery(reconcileEvery: Duration): void {
  validateSeconds('reconcileEvery', reconcileEvery, MIN_RECONCILE_SECONDS, MAX_RECONCILE_SECONDS);
  if (reconcileEvery.isUnresolved() || Number.isInteger(reconcileEvery.toMinutes({ integral: false })))
    return;
  throw new Error(`reconcileEvery: expected whole minutes, received ${reconcileEvery.toHumanString()}.`);
}
