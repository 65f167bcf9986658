import { ItemRefusedError } from '../domain/model/errors/item-refused-error.js';

/** Errors of EC2, Parameter Store and Step Functions for an invalid id, name or value. */
const REFUSALS = [
  /^Invalid[A-Za-z]*(Id|ID)\.Malformed$/,
  /^Invalid(VpcEndpointId|Parameter|ParameterValue|ParameterCombination|Filter|Name|Arn|ExecutionInput)$/,
  /^Validation(Exception|Error)$/,
  /^(HierarchyLevelLimitExceeded|HierarchyTypeMismatch|ParameterPatternMismatch|UnsupportedParameterType)(Exception)?$/,
  // ParameterLimitExceeded: the account has reached its limit of parameters in the Region, of both tiers.
  /^Parameter(LimitExceeded|MaxVersionLimitExceeded)$/,
];

export function isItemRefusal(error: unknown): boolean {
  return error instanceof Error && REFUSALS.some((refusal) => refusal.test(error.name));
}

/** @throws ItemRefusedError instead of an error that concerns only this item */
export async function namingRefusedItem<T>(item: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isItemRefusal(error)) throw error;
    const wording = error instanceof Error ? `${error.name}: ${error.message}` : '';
    throw new ItemRefusedError(`AWS refuses ${JSON.stringify(item)}: ${wording}`, { cause: error });
  }
}
