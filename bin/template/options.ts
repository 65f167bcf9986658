import { parseStrictly } from '../options/program-options.js';

export const TEMPLATE_USAGE = `Usage: npm run template

Writes CloudFormation templates with parameters, and the functions as zip files, into dist/template: for the AWS CLI,
SAM and Terraform, without the CDK. What to do with them: docs/without-cdk.md.

  --help   print this`;

/** @throws OptionError for an unknown option */
export function parseTemplateOptions(args: readonly string[]): { readonly help: boolean } {
  const { help = false } = parseStrictly(args, { help: { type: 'boolean', short: 'h' } });
  return { help };
}
