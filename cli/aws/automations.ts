import { GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { allPages } from '../../lambda/aws/all-pages.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import type { StoredDescription } from '../automation/automation.js';

/** Reads the descriptions that the stacks of this account and Region have stored. */
export async function storedDescriptions(client: SSMClient): Promise<StoredDescription[]> {
  const parameters = await allPages(async (NextToken) => {
    const page = await client.send(
      new GetParametersByPathCommand({ Path: RegistryPath.AUTOMATIONS, Recursive: true, NextToken }),
    );
    return { items: page.Parameters, nextToken: page.NextToken };
  });
  return parameters.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value }));
}
