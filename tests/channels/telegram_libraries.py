"""Both libraries for Telegram, used as their authors mean them to be used, in every method that the
fake Bot API has.

Loaded by the tests that need it and not with the others: aiogram alone takes three seconds.
"""

from __future__ import annotations

import aiogram
import aiogram.exceptions
import telegram
import telegram.error
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
)

from tests.support.fake_server import Upload

KINDS = ["message", "callback_query"]


async def with_aiogram(fake, work):
    session = AiohttpSession(api=TelegramAPIServer.from_base(fake.url))
    bot = aiogram.Bot(fake.token, session=session)
    try:
        return await work(bot)
    finally:
        await (await session.create_session()).close()


async def with_ptb(fake, work):
    bot = telegram.Bot(fake.token, base_url=f"{fake.url}/bot", base_file_url=f"{fake.url}/file/bot")
    async with bot:
        return await work(bot)


async def every_method_of_aiogram(bot, fake, hook, picture):
    me = await bot.get_me()
    assert (me.username, me.is_bot) == ("nhacviec_bot", True)

    fake.say(99, "14 14 0 0")
    fake.send_file(99, Upload("Phụ lục.xlsx", "application/x-xlsx", b"PK"), "đây ạ")
    first, second = await bot.get_updates(timeout=1, limit=10, allowed_updates=KINDS)
    assert (first.message.text, first.message.chat.id) == ("14 14 0 0", 99)
    assert second.message.document.file_name == "Phụ lục.xlsx"
    assert await bot.get_updates(offset=second.update_id + 1, timeout=0) == []
    file = await bot.get_file(second.message.document.file_id)
    assert (await bot.download_file(file.file_path)).read() == b"PK"

    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Đúng", callback_data="ok")]]
    )
    sent = await bot.send_message(
        99,
        "<b>Đúng</b> không?",
        parse_mode="HTML",
        reply_markup=keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    button = sent.reply_markup.inline_keyboard[0][0]
    assert (sent.text, button.callback_data) == ("Đúng không?", "ok")
    await bot.send_message(99, "Gõ ạ", reply_markup=ForceReply(input_field_placeholder="14 14"))
    fake.tap(99, sent.message_id, "ok")
    (update,) = await bot.get_updates(timeout=1)
    query = update.callback_query
    assert (query.data, query.message.message_id) == ("ok", sent.message_id)
    assert await bot.answer_callback_query(query.id, text="Đã nhận")
    edited = await bot.edit_message_text("Đã nộp", chat_id=99, message_id=sent.message_id)
    assert (edited.text, edited.reply_markup) == ("Đã nộp", None)
    await bot.edit_message_reply_markup(
        chat_id=99, message_id=sent.message_id, reply_markup=keyboard
    )
    assert await bot.delete_message(99, sent.message_id)

    sent = BufferedInputFile(picture, "tiến độ.png")
    photo = (await bot.send_photo(99, sent, caption="Tiến độ")).photo[-1]
    assert (photo.width, photo.height) == (1080, 1350)
    again = await bot.send_photo(99, photo.file_id)
    assert again.photo[-1].file_id == photo.file_id
    document = await bot.send_document(99, BufferedInputFile(b"PK", "Báo cáo.docx"))
    assert document.document.file_name == "Báo cáo.docx"
    assert await bot.send_chat_action(99, "typing")
    assert await bot.set_my_commands(
        [BotCommand(command="status", description="Xem tình hình")],
        BotCommandScopeChat(chat_id=99),
        language_code="vi",
    )

    assert await bot.set_webhook(hook.url, secret_token=hook.secret, max_connections=5)
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == (hook.url, 5)
    assert await bot.delete_webhook(drop_pending_updates=True)


async def every_method_of_ptb(bot, fake, hook, picture):
    assert bot.username == "nhacviec_bot"  # told by getMe on entering

    fake.say(99, "14 14 0 0")
    fake.send_file(99, Upload("Phụ lục.xlsx", "application/x-xlsx", b"PK"), "đây ạ")
    first, second = await bot.get_updates(timeout=1, limit=10, allowed_updates=KINDS)
    assert (first.message.text, first.message.chat.id) == ("14 14 0 0", 99)
    assert second.message.document.file_name == "Phụ lục.xlsx"
    assert await bot.get_updates(offset=second.update_id + 1, timeout=0) == ()
    file = await bot.get_file(second.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"PK"

    keyboard = telegram.InlineKeyboardMarkup(
        [[telegram.InlineKeyboardButton("Đúng", callback_data="ok")]]
    )
    sent = await bot.send_message(
        99,
        "<b>Đúng</b> không?",
        parse_mode="HTML",
        reply_markup=keyboard,
        link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
    )
    assert (sent.text, sent.reply_markup) == ("Đúng không?", keyboard)
    hint = telegram.ForceReply(input_field_placeholder="14 14")
    await bot.send_message(99, "Gõ ạ", reply_markup=hint)
    fake.tap(99, sent.message_id, "ok")
    (update,) = await bot.get_updates(timeout=1)
    query = update.callback_query
    assert (query.data, query.message.message_id) == ("ok", sent.message_id)
    assert await bot.answer_callback_query(query.id, text="Đã nhận")
    edited = await bot.edit_message_text("Đã nộp", chat_id=99, message_id=sent.message_id)
    assert (edited.text, edited.reply_markup) == ("Đã nộp", None)
    await bot.edit_message_reply_markup(99, sent.message_id, reply_markup=keyboard)
    assert await bot.delete_message(99, sent.message_id)

    photo = (await bot.send_photo(99, picture, "Tiến độ", filename="tiến độ.png")).photo[-1]
    assert (photo.width, photo.height) == (1080, 1350)
    again = await bot.send_photo(99, photo.file_id)
    assert again.photo[-1].file_id == photo.file_id
    document = await bot.send_document(99, b"PK", filename="Báo cáo.docx")
    assert document.document.file_name == "Báo cáo.docx"
    assert await bot.send_chat_action(99, "typing")
    assert await bot.set_my_commands(
        [("status", "Xem tình hình")], telegram.BotCommandScopeChat(99), language_code="vi"
    )

    assert await bot.set_webhook(hook.url, secret_token=hook.secret, max_connections=5)
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == (hook.url, 5)
    assert await bot.delete_webhook(drop_pending_updates=True)


CONNECT = {"aiogram": with_aiogram, "ptb": with_ptb}
EVERY_METHOD = {"aiogram": every_method_of_aiogram, "ptb": every_method_of_ptb}


def refused_by_aiogram(name):
    """The exception of that name."""
    return getattr(aiogram.exceptions, name)


def refused_by_ptb(name):
    """The exception of that name."""
    return getattr(telegram.error, name)
