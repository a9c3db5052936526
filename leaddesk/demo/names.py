"""Names: ordinary ones, and the awkward ones that real lists hold."""

from __future__ import annotations

from typing import Final

_FIRST_NAMES: Final = """
    Aaron Abigail Adele Adrian Agnes Aisha Alan Alberto Alice Alma Amir Amy Ana Andre Angela Anita Anthony April
    Arlene Arthur Audrey Barbara Beatrice Benjamin Bernard Beth Brandon Brenda Brian Bruce Camila Carl Carlos Carmen
    Carol Catherine Cedric Charlotte Cheryl Chloe Clara Claude Connie Corey Crystal Daisy Damon Daniel Daphne Darren
    David Deborah Denise Derek Diego Dolores Donna Doris Dwayne Edith Eduardo Edwin Eileen Elena Eli Elijah Ellen
    Emma Eric Esther Ethan Eva Evelyn Faith Fatima Felix Fiona Florence Frances Frank Gabriel Gail Geneva George
    Gerald Gina Gladys Glen Grace Gregory Hannah Harold Harriet Hazel Heather Hector Helen Henry Holly Howard Hugo
    Ian Ida Imani Irene Isaac Isabel Ivan Ivy Jack Jacob Jamal James Janet Jasmine Jean Jerome Jesse Jill Joan Joel
    John Jorge Joseph Joyce Juan Judith Julia Karen Keith Kendra Kenneth Kevin Khalil Kim Kyle Larry Laura Leah Leon
    Leroy Leslie Lillian Linda Lionel Lisa Logan Lorenzo Louis Lucia Lucy Luis Lydia Mabel Malik Marcus Margaret Maria
    Marlene Martha Martin Mary Maurice Maya Megan Melvin Mia Michael Mildred Miguel Milo Miriam Monica Morgan Nadia
    Naomi Natalie Nathan Neil Nicole Nina Noah Nora Oliver Olga Olivia Omar Oscar Owen Pablo Pamela Patricia Paul
    Pearl Pedro Penny Peter Philip Phyllis Quentin Rachel Ralph Ramona Raymond Rebecca Regina Renee Ricardo Richard
    Rita Robert Roger Rosa Rose Roy Ruby Russell Ruth Ryan Sadie Samuel Sandra Sarah Scott Sergio Sharon Shawn Sheila
    Simon Sofia Sophie Stanley Stella Stephen Susan Sylvia Tamara Terence Teresa Thomas Tina Tobias Todd Tracy Tyrone
    Ursula Valerie Vanessa Vera Vernon Victor Vincent Viola Virginia Wade Walter Wanda Warren Wayne Wendy Wesley
    Willa William Winston Xavier Yolanda Yusuf Yvonne Zachary Zoe
"""
_LAST_NAMES: Final = """
    Abbott Adams Aguilar Ahmed Alvarez Anderson Archer Armstrong Ashford Atkins Bailey Baldwin Banks Barnes Barrett
    Bauer Beck Bell Bennett Berg Bishop Blackwell Blake Bowman Boyd Bradley Brady Brennan Briggs Brooks Bryant Burke
    Burns Bush Byrd Cabrera Cain Calderon Campbell Cannon Carlson Carroll Carter Castillo Chan Chandler Chavez Chen
    Christensen Clark Clayton Cole Coleman Collins Combs Conway Cook Cooper Cortez Cox Craig Cruz Cummings Curtis
    Dalton Daniels Davenport Davis Dawson Decker Delgado Diaz Dixon Dominguez Dorsey Doyle Drake Duarte Duncan Dunn
    Eaton Edwards Ellis Emerson Erickson Espinoza Estrada Evans Farrell Ferguson Fields Figueroa Fischer Fleming
    Flores Foster Fowler Fox Franklin Frazier Fuller Gallagher Garcia Gardner Garrett Gibbs Gibson Gilbert Glover
    Gomez Goodwin Gordon Graham Graves Greene Griffin Gupta Guzman Hale Hamilton Hansen Harmon Harper Harris Hart
    Hayes Henderson Hernandez Herrera Hicks Hoffman Holland Holloway Horton Howell Hubbard Hughes Ibarra Ingram
    Jacobs Jennings Jensen Johnson Jordan Kaplan Keller Kelley Kennedy Khan Kim Kirk Klein Knight Kramer Lambert Lane
    Larsen Lawson Le Leonard Lewis Lin Lindsey Little Logan Lopez Lowe Lucas Luna Lynch Mack Maldonado Marsh Martinez
    Mason Mathis McBride McCoy McDonald McGee McKinney Medina Mejia Mendez Meyer Miles Miller Mitchell Monroe Montoya
    Moody Morales Moran Morrison Moss Mullins Munoz Murphy Myers Nash Navarro Nelson Newton Nichols Nixon Norris
    Obrien Ochoa Oliver Olson Ortega Osborne Owens Pacheco Padilla Palmer Park Parker Patel Patterson Pearson Pena
    Perez Perkins Peters Phillips Pierce Pope Porter Powell Pratt Quinn Ramirez Ramsey Randall Reed Reese Reyes
    Rhodes Richards Riley Rios Rivera Robbins Robinson Rogers Romero Rosales Ross Rowe Ruiz Salazar Sanders Santiago
    Santos Savage Schmidt Schultz Serrano Shaw Sherman Silva Simmons Singh Skinner Sloan Smith Snyder Solis Soto
    Spencer Stafford Stanton Steele Stevens Stokes Strickland Sullivan Summers Sutton Sweeney Tate Terrell Thompson
    Thornton Torres Townsend Tran Trujillo Tucker Turner Underwood Valdez Vance Vargas Vaughn Vega Velasquez Vincent
    Wagner Walsh Walters Warren Watkins Weaver Webb Weber Whitaker Wiley Wilkins Wong Woodard Yang Yates York Zamora
    Zimmerman
"""
FIRST_NAMES: Final = tuple(_FIRST_NAMES.split())
LAST_NAMES: Final = tuple(_LAST_NAMES.split())

LONG_NAME: Final = "Verylong" + "andlonger" * 30

AWKWARD_NAMES: Final[tuple[tuple[str, str], ...]] = (
    # apostrophes, straight and typographic; particles; hyphens; capitals
    ("Sean", "O'Hara"), ("Siobhán", "O’Connell"), ("D'Angelo", "Price"), ("Ma. Luisa", "de la Cruz"),
    ("Pieter", "van den Berg-Visser"), ("JOHN", "SMITH"), ("mary jane", "lower"), ("Li", "O"), ("A", "B"),
    # accents, composed and decomposed
    ("Zoë", "Müller-Lüdenscheidt"), ("José María", "Núñez"), ("Łukasz", "Żółciński"), ("Ngọc Ánh", "Nguyễn"),
    ("Jose\u0301", "Pe\u0301rez"), ("Øyvind", "Ångström"), ("Ğülşen", "İnceoğlu"), ("Straße", "Weiß"),
    # other scripts, right to left, and marks that turn the writing direction
    ("太郎", "田中"), ("美咲", "小林"), ("小明", "王"), ("민준", "김"), ("Иван", "Петров"), ("Ελένη", "Παπαδοπούλου"),
    ("محمد", "العبدالله"), ("נועה", "לוי"), ("प्रिया", "शर्मा"), ("Anna\u202eanna", "Override"),
    # emoji, alone and joined; characters that take no room
    ("Sunny 🌞", "Day"), ("👩‍👩‍👧‍👦", "Family"), ("Zero\u200bWidth", "Space"), ("Anna\u00a0Maria", "Hardblank"),
    # what a spreadsheet takes for a formula, a number, a date
    ('=HYPERLINK("https://example.com","Click")', "Formula"), ("+1+1", "Plus"), ("@SUM(A1:A9)", "At"),
    ("-2+3", "Minus"), ("\t=1+1", "Tabbed"), ("1E5", "00123"), ("TRUE", "FALSE"), ("March 1", "1/2"),
    # what a window takes for markup, a link or a file
    ("<b>Bold</b>", "Brown"), ('<img src="//example.com/share/a.png">', "Image"), ("Tom & Ann", "&amp; Sons"),
    ('<a href="https://example.com">Link</a>', "Anchor"), ("<script>alert(1)</script>", "Script"),
    # what programs trip over
    ("'; DROP TABLE leads; --", "Semicolon"), ("null", "None"), ("N/A", "N/A"), ("%s %d %n", "{0}"),
    ('Quote "Q"', 'Mc"Quote'), ("Comma, Jr.", "Semi;colon"), ("Back\\slash", "C:\\Temp"), ("Pipe|Pipe", "Tilde~"),
    # blanks and line breaks, missing parts, no end
    ("  Blank ", " Edges  "), ("Line\nBreak", "Smith"), ("Carriage\r\nReturn", "Jones"), ("", "Onlylast"),
    ("Onlyfirst", ""), ("", ""), (LONG_NAME, "Long"), ("Maximilian", LONG_NAME),
)  # fmt: skip

NICKNAMES: Final = {
    "Anthony": "Tony", "Barbara": "Barb", "Benjamin": "Ben", "Catherine": "Kate", "Daniel": "Dan", "Deborah": "Debbie",
    "Edwin": "Eddie", "Gregory": "Greg", "James": "Jim", "Joseph": "Joe", "Kenneth": "Ken", "Margaret": "Peggy",
    "Michael": "Mike", "Nathan": "Nate", "Patricia": "Pat", "Philip": "Phil", "Rebecca": "Becky", "Richard": "Rick",
    "Robert": "Bob", "Samuel": "Sam", "Stephen": "Steve", "Susan": "Sue", "Teresa": "Terri", "Thomas": "Tom",
    "William": "Bill", "Zachary": "Zach",
}  # fmt: skip
