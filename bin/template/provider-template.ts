import { CfnOutput } from 'aws-cdk-lib';
import { AtlasPrivateLinkProvider } from '../../lib/index.js';
import { ENGINE_PARAMETERS, type ParameterTable } from './engine-parameters.js';
import { ENGINE_OPTIONS, engineProps } from './engine-settings.js';
import { overrideFunctions } from './overrides.js';
import { engineRules } from './rules.js';
import { createParameters, given } from './template-scope.js';
import type { TemplateSource } from './template-source.js';

const PROVIDER_PARAMETERS = {
  ExportName: {
    description:
      'Name under which the service token is exported for templates of other stacks. Empty: not exported.',
    default: AtlasPrivateLinkProvider.EXPORT_NAME,
    allowedPattern: '^[A-Za-z0-9:-]*$',
    constraintDescription: 'Expected letters, digits, colons and hyphens.',
  },
} as const satisfies ParameterTable;

export const PROVIDER_TEMPLATE: TemplateSource = {
  file: 'provider.template.json',
  stackId: 'AtlasPrivateLinkProvider',
  description: 'Carries out custom resources of MongoDB Atlas private endpoints',
  options: ENGINE_OPTIONS,
  build(stack, choices) {
    const engine = createParameters(stack, ENGINE_PARAMETERS);
    const { ExportName } = createParameters(stack, PROVIDER_PARAMETERS);
    engineRules(stack, engine);
    const provider = new AtlasPrivateLinkProvider(stack, 'Provider', engineProps(stack, engine, choices));
    overrideFunctions(stack, provider, engine);
    provider.addOutputs();
    const exported = new CfnOutput(stack, 'ServiceToken', {
      value: provider.serviceToken,
      exportName: ExportName.valueAsString,
    });
    exported.condition = given(stack, 'ExportsServiceToken', ExportName);
  },
};
