"""What comes in and goes out (`messages`), and what the bot is waiting for
(`conversation.step`).
"""
