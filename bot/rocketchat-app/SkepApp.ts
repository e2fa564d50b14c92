import { IAppAccessors, IConfigurationExtend, ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import { App } from '@rocket.chat/apps-engine/definition/App';
import { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import { ForwardCommand } from './ForwardCommand';

/** The verbs of Skep's command table. */
const VERBS = ['deploy', 'diff', 'rollback', 'backup', 'secrets'];

/** Registers Skep's commands, so that clients offer them with hints; the bot itself does the work. */
export class SkepApp extends App {
    constructor(info: IAppInfo, logger: ILogger, accessors?: IAppAccessors) {
        super(info, logger, accessors);
    }

    protected async extendConfiguration(configuration: IConfigurationExtend): Promise<void> {
        await configuration.settings.provideSetting({
            id: 'bot-url',
            type: SettingType.STRING,
            packageValue: '',
            required: true,
            public: false,
            i18nLabel: 'bot_url',
            i18nDescription: 'bot_url_description',
        });
        await configuration.settings.provideSetting({
            id: 'secret',
            type: SettingType.PASSWORD,
            packageValue: '',
            required: true,
            public: false,
            i18nLabel: 'secret',
            i18nDescription: 'secret_description',
        });
        for (const verb of VERBS) {
            await configuration.slashCommands.provideSlashCommand(new ForwardCommand(verb));
        }
    }
}
