// Runs the App's code with the types of the Apps-Engine itself: what is registered, and what one
// command sends. node out/harness.js commands | forward <address> <secret> <user> <room> <thread> <words…>
import { IConfigurationExtend, IHttp, IHttpRequest, IHttpResponse, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { ISlashCommand, SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';
import { IUser } from '@rocket.chat/apps-engine/definition/users';
import { SkepApp } from './SkepApp';

const say = (what: object) => process.stdout.write(JSON.stringify(what) + '\n');

class Registering extends SkepApp {
    public async register(configuration: IConfigurationExtend): Promise<void> {
        await this.extendConfiguration(configuration);
    }
}

async function registered(): Promise<{ commands: Array<ISlashCommand>; settings: Array<ISetting> }> {
    const commands: Array<ISlashCommand> = [];
    const settings: Array<ISetting> = [];
    const configuration = {
        slashCommands: { provideSlashCommand: async (command: ISlashCommand) => void commands.push(command) },
        settings: { provideSetting: async (setting: ISetting) => void settings.push(setting) },
    } as Partial<IConfigurationExtend> as IConfigurationExtend;
    await new Registering(require('../app.json') as IAppInfo, { debug: () => undefined } as any).register(configuration);
    return { commands, settings };
}

/** What the server gives an App to speak HTTP with. */
const http = {
    post: async (url: string, options?: IHttpRequest): Promise<IHttpResponse> => {
        const answer = await (globalThis as any).fetch(url, { method: 'POST', headers: options!.headers, body: options!.content });
        return { url, method: 'post' as any, statusCode: answer.status, content: await answer.text() };
    },
} as Partial<IHttp> as IHttp;

async function forward(address: string, secret: string, user: string, room: string, thread: string, words: Array<string>): Promise<void> {
    const { commands } = await registered();
    const command = commands.find((one) => one.command === words[0])!;
    const values: { [id: string]: string } = { 'bot-url': address, secret };
    const read = {
        getEnvironmentReader: () => ({ getSettings: () => ({ getValueById: async (id: string) => values[id] }) }),
    } as any as IRead;
    const builder: any = { setRoom: () => builder, setText: (text: string) => ((builder.text = text), builder), setThreadId: () => builder, getMessage: () => ({ text: builder.text }) };
    const modify = {
        getCreator: () => ({ startMessage: () => builder }),
        getNotifier: () => ({ notifyUser: async (to: IUser, message: { text: string }) => say({ told: to.id, text: message.text }) }),
    } as any as IModify;
    const context = new SlashCommandContext({ id: user } as IUser, { id: room } as IRoom, words.slice(1), thread || undefined);
    await command.executor(context, read, modify, http, {} as IPersistence);
    say({ ended: true });
}

async function main(): Promise<void> {
    const [what, ...rest] = process.argv.slice(2);
    if (what === 'commands') {
        const { commands, settings } = await registered();
        commands.forEach(({ command, i18nParamsExample, i18nDescription }) => say({ command, i18nParamsExample, i18nDescription }));
        settings.forEach(({ id, type, public: seen }) => say({ setting: id, type, seen }));
    } else {
        const [address, secret, user, room, thread, ...words] = rest;
        await forward(address, secret, user, room, thread, words);
    }
}

main();
