import { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { ISlashCommand, SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';
import { createHmac, randomBytes } from 'crypto';

/**
 * One command: passes who typed what, and where, to the bot, signed. Decides nothing: the server
 * says who the sender is, and the bot who may do what.
 */
export class ForwardCommand implements ISlashCommand {
    public i18nParamsExample: string;
    public i18nDescription: string;
    public providesPreview = false;

    constructor(public command: string) {
        this.i18nParamsExample = `${command}_params`;
        this.i18nDescription = `${command}_description`;
    }

    public async executor(
        context: SlashCommandContext,
        read: IRead,
        modify: IModify,
        http: IHttp,
        persis: IPersistence,
    ): Promise<void> {
        const settings = read.getEnvironmentReader().getSettings();
        const url = String((await settings.getValueById('bot-url')) || '').replace(/\/+$/, '');
        const secret = String((await settings.getValueById('secret')) || '');
        if (!url || !secret) {
            return this.tell(context, modify, 'Skep is not set up yet: an administrator gives the App the address of the bot and their shared secret.');
        }
        const body = JSON.stringify({
            id: randomBytes(12).toString('hex'),
            user: context.getSender().id,
            room: context.getRoom().id,
            thread: context.getThreadId() || '',
            text: ['/' + this.command, ...context.getArguments()].join(' '),
        });
        const time = Math.floor(Date.now() / 1000).toString();
        const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
        try {
            const answer = await http.post(`${url}/rocketchat-app/command`, {
                headers: {
                    'Content-Type': 'application/json',
                    'X-Skep-Time': time,
                    'X-Skep-Signature': `sha256=${signature}`,
                },
                content: body,
                timeout: 10000,
            });
            if (answer.statusCode !== 202) {
                const why = (answer.content || '').trim();
                return this.tell(context, modify, why || `Skep answered with status ${answer.statusCode}; nothing was done.`);
            }
        } catch (error) {
            return this.tell(context, modify, 'Skep does not answer. Nothing is known to have been done: see /deploy status, or type it as a message with ! instead of /.');
        }
    }

    /** To the person alone. */
    private async tell(context: SlashCommandContext, modify: IModify, text: string): Promise<void> {
        const message = modify.getCreator().startMessage().setRoom(context.getRoom()).setText(text);
        const thread = context.getThreadId();
        if (thread) {
            message.setThreadId(thread);
        }
        await modify.getNotifier().notifyUser(context.getSender(), message.getMessage());
    }
}
