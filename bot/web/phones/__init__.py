"""The newcomer's two phones: a page on which one person is official and superior at once.

One comes in at `page.Phones.routes`. `people` says who may hold a phone, `bubbles` what stands in a
conversation, `timekeeper` moves the clock and does what rings on the way, `quarter` plays a written
period, `asked` reads what the page asks for. What the page shows is what the outbox and the inbox
hold: nothing is made up here. Only where settings ask for it, only for a browser on this machine,
only with the sample's people.
"""
