/** Names of jsii types in other languages, from the assemblies of the packages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { QualifiedName } from './mend.js';

interface Targets {
  readonly java?: { readonly package: string };
  readonly dotnet?: { readonly namespace: string };
}

export interface Assembly {
  readonly name: string;
  readonly targets: Targets;
  readonly types: Readonly<Record<string, { readonly namespace?: string; readonly name: string }>>;
  readonly submodules?: Readonly<Record<string, { readonly targets?: Targets }>>;
}

/** @param folder of the package */
export function readAssembly(folder: string): Assembly {
  const assembly = JSON.parse(readFileSync(join(folder, '.jsii'), 'utf8'));
  if (assembly.schema !== 'jsii/file-redirect') return assembly;
  return JSON.parse(gunzipSync(readFileSync(join(folder, assembly.filename))).toString('utf8'));
}

/** @param fqn jsii name, such as `aws-cdk-lib.aws_ec2.Vpc` */
export function nameIn(
  language: 'java' | 'csharp',
  fqn: string,
  assemblies: readonly Assembly[],
): QualifiedName {
  const assembly = assemblies.find(({ types }) => fqn in types);
  const type = assembly?.types[fqn];
  if (assembly === undefined || type === undefined)
    throw new Error(`expected a type of aws-cdk-lib, constructs or this library, received "${fqn}"`);
  const targets =
    type.namespace === undefined
      ? assembly.targets
      : (assembly.submodules?.[`${assembly.name}.${type.namespace}`]?.targets ?? {});
  const namespace = language === 'java' ? targets.java?.package : targets.dotnet?.namespace;
  if (namespace === undefined) throw new Error(`"${fqn}" has no namespace in ${language}`);
  return { namespace, name: type.name };
}
