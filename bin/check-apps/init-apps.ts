/** Apps that `cdk init` creates, with the CDK command line that is a dependency here. */
import type { App } from './app.js';
import { asCommonJs, smallestExample } from './readme.js';

type Language = NonNullable<App['init']>;

const STACKS = ['AtlasLinks', 'Declared'];

const declared = (parameter: string) => `
import { App, Stack } from 'aws-cdk-lib/core';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { AtlasCredentials, AtlasPrivateEndpoint, AtlasPrivateLinkProvider } from 'cdk-atlas-privatelink';

export function declare(${parameter}) {
  const stack = new Stack(app, 'Declared');
  const provider = new AtlasPrivateLinkProvider(stack, 'Atlas', {
    projects: [
      { projectId: '000000000000000000000001', credentials: AtlasCredentials.fromSecretName('atlas/automation') },
    ],
  });
  new AtlasPrivateEndpoint(stack, 'Endpoint', { provider, vpc: new Vpc(stack, 'Vpc'), peers: [] });
  return stack;
}
`;

/** The test framework that `cdk init` sets up has its own module loader. */
const TEST = `
import { App } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { declare } from '../lib/declared';

test('the endpoint is declared', () => {
  Template.fromStack(declare(new App())).resourceCountIs('AWS::EC2::VPCEndpoint', 1);
});
`;

const COUNT = `
const stacks = ${JSON.stringify(STACKS)}.map((name) => require('./cdk.out/' + name + '.template.json'));
console.log(stacks.flatMap(({ Resources }) => Object.keys(Resources)).length);
`;

export function initApps(): readonly App[] {
  const smallest = `${smallestExample()}
import { declare } from '../lib/declared';

declare(app);
`;
  return [
    initApp('typescript', 'ts', [smallest, declared('app: App'), TEST]),
    initApp('javascript', 'js', [smallest, declared('app'), TEST].map(asCommonJs)),
  ];
}

function initApp(init: Language, ending: string, [main = '', library = '', test = '']: string[]): App {
  const name = `init-${init}`;
  return {
    name,
    init,
    packages: [],
    files: {
      [`bin/${name}.${ending}`]: main,
      [`lib/declared.${ending}`]: library,
      [`test/${name}.test.${ending}`]: test,
      'count.cjs': COUNT,
    },
    before: [['cdk', 'synth', '--quiet', '--no-notices'], ['jest']],
    start: ['node', 'count.cjs'],
  };
}
