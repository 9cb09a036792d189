import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from "@tabler/icons-react";
import { catalogues, languages, useMessages } from "../i18n/messages";

/** Language and appearance: two small menus, there on every page, before sign-in too. */
export function Preferences() {
  return (
    <>
      <LanguageMenu />
      <ThemeMenu />
    </>
  );
}

function LanguageMenu() {
  const { m, language, setLanguage } = useMessages();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Tooltip label={m.app.languageLabel}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={m.app.languageLabel}>
            <IconLanguage size={19} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            leftSection={<Tick on={one === language} />}
            onClick={() => {
              setLanguage(one);
            }}
          >
            {catalogues[one].language}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ThemeMenu() {
  const { m } = useMessages();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices = [
    { value: "light", text: m.app.light, icon: IconSun },
    { value: "dark", text: m.app.dark, icon: IconMoon },
    { value: "auto", text: m.app.auto, icon: IconDeviceDesktop },
  ] as const;
  const Icon = choices.find((choice) => choice.value === colorScheme)?.icon ?? IconSun;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Tooltip label={m.app.theme}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={m.app.theme}>
            <Icon size={19} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.value}
            leftSection={<choice.icon size={16} stroke={1.7} />}
            rightSection={<Tick on={choice.value === colorScheme} />}
            onClick={() => {
              setColorScheme(choice.value);
            }}
          >
            {choice.text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Tick({ on }: { on: boolean }) {
  return <IconCheck size={15} aria-hidden style={{ visibility: on ? "visible" : "hidden" }} />;
}
