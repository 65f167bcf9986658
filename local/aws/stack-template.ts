import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYamlTemplate } from '../cloudformation/yaml-template.js';

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  /** With the intrinsic functions resolved, as far as what they name is there: resolved at each reading. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Logical ids that it names, and those that it depends on besides. */
  readonly dependsOn: readonly string[];
}

/** What a resource became when it was made. */
export interface LiveResource {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;
interface RawResource {
  readonly Type: string;
  readonly Properties?: Fields;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
}
type RawResources = Readonly<Record<string, RawResource>>;

export interface StackFacts {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
}

/** What is given to a template from outside. */
export interface StackInputs {
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Exported outputs of other stacks. */
  readonly imports?: Readonly<Record<string, string>>;
}

/** A synthesized stack as CloudFormation would make it: physical names given, intrinsic functions resolved. */
export class StackTemplate {
  readonly resources: readonly Resource[];
  /** Filled by whoever makes the resources that have ids and attributes of their own. */
  readonly live = new Map<string, LiveResource>();
  private readonly raw: RawResources;

  constructor(
    private readonly outputFolder: string,
    templateFile: string,
    private readonly facts: StackFacts,
    private readonly inputs: StackInputs = {},
  ) {
    const text = readFileSync(join(outputFolder, templateFile), 'utf8');
    const template = templateFile.endsWith('.json') ? JSON.parse(text) : parseYamlTemplate(text);
    this.raw = template.Resources as RawResources;
    this.resources = Object.entries(this.raw).map(([logicalId, raw]) => {
      const resolveAll = () => this.resolve(raw.Properties ?? {}) as Fields;
      return {
        logicalId,
        type: raw.Type,
        dependsOn: [...new Set([...[raw.DependsOn ?? []].flat(), ...namesIn(raw.Properties)])].filter(
          (name) => name !== logicalId && this.raw[name] !== undefined,
        ),
        get properties() {
          return resolveAll();
        },
      };
    });
  }

  retains(logicalId: string): boolean {
    return this.raw[logicalId]?.DeletionPolicy === 'Retain';
  }

  ofType(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  arnOf(logicalId: string): string {
    return this.attribute(logicalId, 'Arn');
  }

  /** Folder of an asset, by the key under which the template looks for it. */
  assetFolder(s3Key: string): string {
    return join(this.outputFolder, `asset.${s3Key.replace(/\.zip$/, '')}`);
  }

  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (typeof value !== 'object' || value === null) return value;
    const [[name = '', argument] = []] = Object.entries(value);
    if (Object.keys(value).length === 1 && (name === 'Ref' || name.startsWith('Fn::')))
      return this.intrinsic(name, argument);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item)]));
  }

  private intrinsic(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.ref(String(argument));
      case 'Fn::GetAtt':
        return this.attribute(...(argument as [string, string]));
      case 'Fn::ImportValue':
        return this.imported(String(argument));
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => String(this.resolve(part))).join(separator);
      }
      case 'Fn::Split': {
        const [separator, text] = argument as [string, unknown];
        return String(this.resolve(text)).split(separator);
      }
      case 'Fn::Select': {
        const [index, list] = argument as [number, unknown];
        return (this.resolve(list) as unknown[])[Number(index)];
      }
      case 'Fn::Sub':
        return String(argument).replace(/\$\{([^}]+)\}/g, (_, reference: string) =>
          String(this.ref(reference)),
        );
      default:
        throw new Error(`Intrinsic function not known here: ${name}`);
    }
  }

  private imported(name: string): string {
    const value = this.inputs.imports?.[name];
    if (value === undefined) throw new Error(`No export named ${name} found`);
    return value;
  }

  private ref(reference: string): unknown {
    const { account, region, stackName } = this.facts;
    const pseudo: Readonly<Record<string, string>> = {
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::Partition': 'aws',
      'AWS::StackName': stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    const value = pseudo[reference];
    if (value !== undefined) return value;
    const parameter = this.inputs.parameters?.[reference];
    if (parameter !== undefined) return parameter;
    const live = this.live.get(reference);
    if (live !== undefined) return live.physicalId;
    if (this.raw[reference]?.Type === 'AWS::StepFunctions::StateMachine') return this.arnOf(reference);
    return this.physicalName(reference);
  }

  private attribute(logicalId: string, name: string): string {
    const live = this.live.get(logicalId);
    if (live !== undefined) {
      const value = live.attributes[name];
      if (value === undefined) throw new Error(`${logicalId} has no attribute ${name}`);
      return String(value);
    }
    if (this.raw[logicalId]?.Type.startsWith('AWS::EC2::')) return `${logicalId}.${name}`;
    if (name === 'Name' || name === 'QueueName') return this.physicalName(logicalId);
    if (name !== 'Arn') throw new Error(`Attribute not known here: ${logicalId}.${name}`);
    const { account, region } = this.facts;
    const [service, form] = arnForm(this.raw[logicalId]?.Type ?? '');
    const place = service === 'iam' ? `:${account}` : `${region}:${account}`;
    return `arn:aws:${service}:${place}:${form}${this.physicalName(logicalId)}`;
  }

  private physicalName(logicalId: string): string {
    if (this.raw[logicalId] === undefined) throw new Error(`No resource ${logicalId} in the template`);
    return `${this.facts.stackName}-${logicalId}`.slice(-80);
  }
}

const ARN_FORMS: Readonly<Record<string, readonly [service: string, form: string]>> = {
  'AWS::Lambda::Function': ['lambda', 'function:'],
  'AWS::SQS::Queue': ['sqs', ''],
  'AWS::IAM::Role': ['iam', 'role/'],
  'AWS::StepFunctions::StateMachine': ['states', 'stateMachine:'],
  'AWS::Events::Rule': ['events', 'rule/'],
  'AWS::Logs::LogGroup': ['logs', 'log-group:'],
};

function arnForm(type: string): readonly [string, string] {
  const form = ARN_FORMS[type];
  if (form === undefined) throw new Error(`No ARN known here for ${type}`);
  return form;
}

/** Logical ids that intrinsic functions name. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === 'Ref') return [String(item)];
    if (key === 'Fn::GetAtt') return [String([item].flat()[0])];
    return namesIn(item);
  });
}
