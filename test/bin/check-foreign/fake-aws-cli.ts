import { join } from 'node:path';
import { FakeProgram } from './fake-program.js';

/** What a command prints, with its exit code; by the command's second word, and `--version`. */
export type CliAnswers = Readonly<Record<string, { readonly code?: number; readonly text: string }>>;

/**
 * A program that stands for the AWS CLI: it notes its arguments, its Region and its address of AWS, and prints what an AWS
 * with one VPC endpoint would have it print.
 */
export class FakeAwsCli extends FakeProgram {
  /** @param answers instead of its own */
  constructor(endpointId: string, account: string, answers: CliAnswers = {}) {
    super('aws');
    this.write(`const { AWS_DEFAULT_REGION, AWS_ENDPOINT_URL } = process.env;
note([...parameters, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL]);
const id = ${JSON.stringify(endpointId)};
const tags = ${JSON.stringify(join(this.folder, 'tags'))};
const refused = (errorCode) => ({ code: 254, text: 'An error occurred (' + errorCode + ') when calling' });
const own = {
  '--version': () => ({ text: 'aws-cli/2.0.0 Python/3' }),
  'get-caller-identity': () => ({ text: ${JSON.stringify(account)} }),
  'create-vpc-endpoint': () => ({ text: '{"VpcEndpointId": "' + id + '", "State": "pendingAcceptance"}' }),
  'create-tags': () => (writeFileSync(tags, 'aws-cli'), { text: '' }),
  'delete-tags': () => (rmSync(tags), { text: '' }),
  'describe-vpc-endpoints': () =>
    parameters.includes(id)
      ? { text: id + (existsSync(tags) ? ' aws-cli' : '') }
      : refused('InvalidVpcEndpointId.Malformed'),
  'modify-vpc-endpoint': () =>
    parameters.includes('--private-dns-enabled') ? refused('InvalidParameter') : { text: '{"Return": true}' },
  'delete-vpc-endpoints': () => ({ text: 'InvalidVpcEndpoint.NotFound' }),
};
const name = parameters[1] ?? parameters[0];
const { code = 0, text } = ${JSON.stringify(answers)}[name] ?? own[name]();
process.stdout.write(text);
process.exitCode = code;
`);
  }
}
