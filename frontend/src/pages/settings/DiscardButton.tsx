import { Button } from "@mantine/core";
import { useSettingsMessages } from "../../i18n/settings";

/** Takes back what was typed. */
export function DiscardButton({ shown, onClick }: { shown: boolean; onClick: () => void }) {
  const texts = useSettingsMessages();
  return shown ? (
    <Button variant="default" onClick={onClick}>
      {texts.discard}
    </Button>
  ) : null;
}
