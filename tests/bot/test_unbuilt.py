"""aiogram as the driver imports it: nothing is built that nobody uses."""

import subprocess
import sys

UPDATE = {
    "update_id": 1,
    "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "14"},
}
TOLD = f"""
from bot.channels import telegram_aiogram
from aiogram.methods import Response, SendMessage
from aiogram.types import Message, Update
from pydantic import BaseModel

class Own(BaseModel):
    name: str

print(Update.__pydantic_complete__, Message.__pydantic_complete__, Own.__pydantic_complete__)
update = Update.model_validate({UPDATE!r})
print(update.message.chat.id, Update.__pydantic_complete__)
print(SendMessage(chat_id=7, text="14").model_dump(exclude_none=True, include={{"text"}}))
print(Response[Message].model_validate({{"ok": True, "result": {UPDATE["message"]!r}}}).result.text)
"""


def test_the_models_of_aiogram_are_built_at_their_first_use_and_no_earlier():
    done = subprocess.run(
        [sys.executable, "-c", TOLD], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.stdout.splitlines() == ["False False True", "7 True", "{'text': '14'}", "14"]
