"""Made-up saved pages: an opinion piece under a consent notice, an interview, texts on cookies."""

from __future__ import annotations

CAPTION = """The night ferry passes the breakwater of Port Ellery on its last run of the week, \
with the old customs house behind it, March 3, 2018."""
CREDITS = (
    "Associated Press / Ana Quist",
    "Reuters / Ana Quist",
    "(AP Photo/Ana Quist)",
    "Ana Quist/Getty Images",
    "Photo by Ana Quist",
    "Photograph: Ana Quist/The Gazette",
    "Ana Quist / The Gazette",
)
TITLE = "What a Night Ferry Is Worth to Those Who Never Board It"
STANDFIRST = """The council counts tickets when it ought to count the shifts, the visits and the \
harvests that a boat at midnight makes possible."""
ARTICLE = f"""Every spring the council of Port Ellery asks whether the night ferry earns its \
keep, and every spring it reads the answer off the wrong page. Last year the boat carried 4,100 \
people after ten o’clock. Divide the subsidy by that figure and each of them cost the town £31.

{STANDFIRST} A nurse who ends her shift at eleven does not appear in the accounts when she takes \
a job on the mainland instead. Neither does the café that closes at six because its cook would \
have no way home.

There is an honest case against the boat. The engines are from 1988, the crew is short of two \
hands, and Mr. Teal, who runs the yard, says that the hull won’t see another refit. None of this \
is new—it was in the report of 2011, and in the one before that.

But the case rests on a comparison with nothing. If the ferry stops, then the lifeboat will be \
called out more often, the clinic will keep a bed free each night, and the school will pay for \
taxis around the bay. The county knows these sums; it has never put them in one column.

Would a smaller boat do? Perhaps. Two harbours to the north changed to a twelve-seat launch in \
2014 and kept their timetable. They also kept a larger vessel in reserve for storms, which the \
U.K. ministry paid for, and which Port Ellery could not ask for a second time.

The decent course is a trial of eighteen months with the full costs on both sides written down. \
If the figures then speak against the night ferry, its friends will have had their hearing. If \
they speak for it, the yearly ritual of its last season can end""".split("\n\n")
BIOGRAPHY = """Mara Lindholm is a fellow at the Coastal Transport Forum and writes on islands for \
the Ellery Gazette."""

_NECESSARY = """Some of our cookies have to be there, or the pages would not load and the banner \
you are reading would return on every click. They note your choices about privacy and keep an eye \
on how the servers run. None of them is a “sale” of what we hold about you under Californian law. \
Your browser may be told to refuse them, and parts of the site will then fail. The menu called \
Options or Preferences is where most browsers keep that switch."""
_FOLLOWING = """With further cookies we fit our pages to you: which story stands on top, which \
offers appear beside it, and how we judge whether either was any good. You may opt out of this \
use, and of the “sale” of Personal Data that goes with it, by means of the switch at the side. \
You will go on seeing advertising. As we do not link your phone to your laptop, the choice holds \
in this browser only."""
SHORT_NOTICE = """X
This website uses cookies to make your visit easier and to see how our pages are read. We also \
tell our advertising and analytics partners about your visit. Find Out More / Do Not Sell My \
Personal Data
Accept Cookies
X
Cookie Settings Cookie List"""
NOTICE = f"""{SHORT_NOTICE}


Do Not Sell My Personal Information

Whenever you open a page of ours, we place small files called cookies in your browser, or read \
those that were placed before. What they hold may concern you, your device or your preferences, \
and it serves for the most part to let our pages run as they should. You are free to turn some \
kinds of cookies off. Open the headings below to learn more and to change what we have set. \
Without certain kinds, our services may suffer.

Allow All Cookies

Manage Privacy Preferences

Strictly Necessary Cookies - Always Active

{_NECESSARY}

Sale of Personal Data, Advertising & Sharing Cookies

Californian law lets you tell us to stop selling your personal information. The switch on the \
right does so. If you opt out, we can no longer fit offers to your taste, and we hand nothing \
about you to others. For questions on your rights as a consumer of that state, write to our legal \
department by way of the link named Exercise My Rights

Where your browser sends a privacy signal, through an add-on for example, we must read it as a \
wish to opt out. We could then no longer follow what you do on the web, and the advertising you \
meet may suit you less.

Partners in advertising may set further files through our site. From these they build a picture \
of what you like, in order to show you fitting adverts elsewhere. They know your browser and your \
device, not your name. If you refuse them, the advertising will be less to the point.

The sharing buttons come from outside services that we let in. They can follow your browser over \
other sites as well, and this may change what you see there. If you refuse them, these buttons \
may vanish.

To be taken off all our mailing lists and reports as well, please send our privacy desk a request \
through the page named Do Not Sell.

Save Settings
Cookie Settings Cookie List


Cookie List

A cookie is a short piece of text that a website asks your browser to keep, so that it knows you \
again: your language, say, or the name you signed in with. Those that we set ourselves are \
first-party cookies. We also let others set some, from a domain that is not ours, for our \
advertising. We use cookies in detail for these ends:

Strictly Necessary Cookies

{_NECESSARY}

Functional Cookies

{_NECESSARY}

Performance Cookies

{_NECESSARY}


Sale of Personal Data

{_FOLLOWING}

Social Media Cookies

{_FOLLOWING}

Targeting Cookies

{_FOLLOWING}"""

OTHER_NOTICES = (
    """By staying on this site you agree to our use of cookies.

OK""",
    """We care about your privacy

Together with our 412 partners, we keep and read information on your device, cookies among it, to \
show you personal advertising.

More options

I agree""",
    """Cookie settings

Our site keeps cookies to count visits. With your consent, further ones help us choose what we show.

Reject all

Accept all""",
    """Your privacy choices

- Essential cookies
- Statistics cookies
- Marketing cookies

We use cookies of all three kinds. You may change your consent at any time.

Save choices""",
)

INTERVIEW = """The Tidal Barrage

As the inquiry into the barrage opens, people along the estuary ask what it would change for \
them.

Q1: What is the county’s plan?

A1: The county wants a wall of eleven gates across the mouth of the river. It would be shut at \
high water, and the falling tide would drive the turbines. People here tell me that they’ve heard \
this before, and they have: the first drawing is from 1925.

The gates are the new part. “They let the fish through,” the engineers say, “or most of them.”

Q2: Who is against it?

A2: The crab fishers are, and so is the port. I don’t think that either fears the wall as such; \
they fear six years of building. Nobody has told them who will pay for the lost seasons.

Q3: The ministry has promised a decision by the autumn. What will it weigh, and can it be quick?

A3: It will weigh the price of power against the price of mud. The U.S.-built dredgers cost \
£2,000 an hour, and the river brings the mud back. I see no quick answer.

Ines Roe is a senior fellow and directs the Tides Programme at the Institute for Estuaries in \
Port Ellery.

© 2017 by the Institute for Estuaries. All rights reserved.

Ines Roe
Senior Fellow and Director, Tides Programme"""

ABOUT_COOKIES = {
    "article": """How the Cookie Came to the Browser

A cookie is a short text that a website leaves in a browser and reads again on the next visit. \
The idea came from a programmer who needed a shopping basket that did not forget.

For some years hardly anyone outside the trade knew of cookies. Then advertisers found that a \
cookie set by a third party on many sites could follow a reader from one to the next. Privacy \
groups objected, and lawmakers asked for consent.

The banners that ask visitors to accept cookies date from that time. Many people press the first \
button they see. Browsers have since begun to refuse the cookies of third parties altogether.""",
    "guide": """Clear the Cookies in Your Browser

This guide shows how to remove cookies that websites have stored on your computer.

Open the menu in the corner and choose Settings.

Privacy and Security

Choose Cookies and Site Data, then Manage Data. We suggest that you remove only those of sites \
that you no longer visit.

Accept all cookies

If a site asks you again, press Manage Preferences in its banner and turn off what our list below \
calls advertising. You can change your consent at any time.

Save Settings

Close the page and open it again. Your browser now keeps no cookies of that site.""",
    "policy": """Cookie Policy

We run the reading room of Port Ellery and this website. This page explains which cookies we use \
and why.

We use cookies to keep you signed in and to count how many people read our catalogue. We do not \
share personal information with third parties, and our site shows no advertising.

Strictly necessary cookies

The cookie named desk holds your place in the queue. It goes when you close your browser.

Analytics cookies

With your consent we set a cookie named visits for thirty days. You can opt out at any time, and \
our pages will work as before.

Manage cookie preferences

Write to our privacy desk if you have questions about this policy.""",
    "opinion": """Why We Click Accept

Our patience with cookie banners ended long ago. We agree to everything, because the button that \
agrees is green and the one that refuses is grey.

The law meant well. It gave us a choice about our personal data, and the trade turned that choice \
into a chore. “This site uses cookies” has become the most common sentence that nobody reads.

Our browsers could settle it for us. A single setting, sent to every site, would say whether we \
want tracking or not. The third parties that live on tracking have opposed it for ten years.""",
}

RECIPE = """Chocolate-Chip Cookies With Brown Butter

These cookies are crisp at the edge and soft in the middle. The secret is butter that has been \
browned and cooled again before we stir in the sugar.

Ingredients

- 225 g butter
- 200 g brown sugar
- 2 eggs
- 280 g flour
- 300 g dark chocolate, chopped

Brown the butter in a pan until it smells of nuts, then let it cool for an hour. Beat in the \
sugar and the eggs. Fold in the flour and our chopped chocolate, and leave the dough in the cold \
overnight.

Bake the cookies for eleven minutes at 180 °C. They keep for a week in a tin, if you can resist \
them."""
