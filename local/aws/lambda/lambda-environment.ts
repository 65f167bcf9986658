import { AwsError } from '../protocol/aws-error.js';

const MOST_BYTES = 4096;

/**
 * Checks the size of the variables. Lambda measures the text of a JSON object, in which each quotation mark within a
 * value takes two characters.
 *
 * @returns the variables
 * @throws AwsError InvalidParameterValueException
 */
export function withinLimit(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) <= MOST_BYTES) return variables;
  throw new AwsError(
    'InvalidParameterValueException',
    `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`,
  );
}
