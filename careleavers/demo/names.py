"""Invented names and places, mixed as England is."""

COUNCIL = "Wendmere County Council"
TOWNS = ("Aldersby", "Brackenford", "Castle Wend", "Dunholme", "Eastmarsh", "Fernley", "Hollinbeck", "Marlow End")
# A form that letters take, and a district that does not exist: no letter of the demo can reach anybody.
POSTCODE_STEM = "LE0"
STREETS = ("Mill Lane", "Station Road", "Orchard Close", "Priory Street", "Canal Walk", "Meadow View", "Chapel Hill")


def listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


FIRST_NAMES = {
    "F": listed(
        """
        Amira Aaliyah Abigail Aisha Alice Amelia Amy Anya Bella Beth Carys Charlotte Chloe Courtney Daisy Demi
        Destiny Ebony Ella Ellie Emily Erin Esme Eva Faith Fatima Freya Gabriela Georgia Grace Hafsa Hannah
        Harriet Holly Imani Isla Jade Jasmine Jessica Kaya Keira Lacey Laila Leah Lily Lola Lucy Maisie Maryam
        Megan Mia Molly Naomi Natasha Nia Niamh Nicola Olivia Paige Phoebe Poppy Precious Rhiannon Rosie Ruby
        Ruth Sadia Saffron Samira Shanice Skye Sophie Summer Tamara Tegan Tia Yasmin Zainab Zara Zofia
        """
    ),
    "M": listed(
        """
        Aaron Abdi Adam Ahmed Aidan Alfie Ali Amir Archie Arjun Ben Billy Blake Bradley Cai Callum Cameron
        Charlie Connor Corey Curtis Daniel Declan Dylan Ellis Ethan Ewan Farhad Finley Freddie George Hamza
        Harley Harry Harvey Ibrahim Isaac Ivan Jack Jaden Jake Jamal James Jayden Joe Jordan Joshua Jude Kai
        Kieran Kofi Kyle Leo Leon Levi Liam Logan Lucas Luke Marcus Mason Max Mohammed Morgan Nathan Noah
        Oliver Omar Oscar Owen Rafal Reece Rhys Riley Ryan Sam Sanjay Scott Sebastian Tariq Thomas Toby Tyler
        Yusuf Zac
        """
    ),
}
ARRIVING = {
    "M": listed(
        """
        Abdullah Ahmad Bilal Dawit Filmon Hassan Hiwa Jawad Karwan Kidane Mustafa Najib Rebin Robel Sami Yonas
        """
    ),
    "F": listed(
        """
        Bethlehem Feven Helen Hoang Lan Luwam Rahel Saba Selam Shilan Trang Winta
        """
    ),
}
LAST_NAMES = listed(
    """
    Adams Ahmed Ali Allen Anderson Bailey Baker Barnes Begum Bell Bennett Brooks Brown Butler Campbell Carter
    Chapman Clark Clarke Collins Cook Cooper Cox Davies Davis Dixon Edwards Ellis Evans Fisher Foster Fox
    Gibson Graham Grant Gray Green Griffiths Hall Harris Harrison Harvey Hill Holmes Hughes Hunt Hussain
    Jackson James Johnson Jones Kaur Kelly Khan King Knight Kowalski Lee Lewis Lloyd Marshall Martin Mason
    Miller Mills Mitchell Moore Morgan Morris Murphy Murray Newman Nowak Okafor Owen Palmer Parker Patel
    Phillips Powell Price Reid Richards Richardson Roberts Robinson Rogers Rose Russell Scott Shaw Simpson
    Singh Smith Stevens Stewart Taylor Thomas Thompson Turner Walker Walsh Ward Watson Webb White Wilkinson
    Williams Williamson Wilson Wood Wright Young
    """
)
ARRIVING_LAST_NAMES = listed(
    """
    Abdulrahman Ahmadzai Amin Berhane Gebremedhin Haile Hamid Hossaini Karimi Mahmoud Nguyen Osman Rasul Saleh
    Tesfay Tran
    """
)

# Weights by DfE ethnicity code, roughly those of care leavers in England.
ETHNICITY = {
    "WBRI": 66,
    "WOTH": 5,
    "MWBC": 5,
    "MOTH": 3,
    "MWAS": 2,
    "BAFR": 6,
    "BCRB": 3,
    "APKN": 2,
    "AOTH": 4,
    "OOTH": 3,
    "WROM": 1,
}

TEAMS = ("North Wendmere", "South Wendmere", "Wendmere Coast")
ADVISERS = (
    "Jo Ellis",
    "Priya Nair",
    "Marcus Bright",
    "Helen Frost",
    "Dele Adeyemi",
    "Sian Vaughan",
    "Karim Aziz",
    "Ruth Pickering",
    "Tom Halliwell",
    "Ewa Zielinska",
    "Carla Mendes",
    "Neil Ashworth",
)
MANAGERS = ("Moira Kent", "Sunil Rao", "Gwen Tully")
SOCIAL_WORKERS = ("Wes Garland", "Asha Pillai", "Lorna Finch")
OTHERS = (
    ("Vera Lockwood", "service_manager", "Head of Leaving Care"),
    ("Dana Whitlock", "director", "Director of Children's Services"),
    ("Cora Wexley", "member_champion", "Lead member for children"),
    ("Bridget Moss", "business_support", "Business support officer"),
    ("Pip Larkin", "participation_officer", "Participation officer"),
    ("Anil Desai", "performance_analyst", "Performance analyst"),
    ("Imogen Hale", "auditor", "Quality assurance"),
    ("Ivy Thornbury", "reviewing_officer", "Independent reviewing officer"),
    ("Nan Greaves", "leaving_care_nurse", "Leaving-care nurse"),
    ("Vic Ostrowski", "virtual_school", "Virtual school, post-16 lead"),
    ("Rae Tindall", "rights_officer", "Children's rights officer"),
    ("Lin Carver", "housing_link_worker", "Housing options, care leavers' link"),
    ("Jim Pascoe", "jobcentre_link_worker", "Jobcentre, care leavers' lead"),
    ("Mina Shah", "mental_health_link_worker", "Mental health transitions"),
    ("Stan Whitby", "system_administrator", "Systems"),
)

# What a contact's note may say, by result and then by how it was made.
NOTES: dict[str, dict[str, tuple[str, ...]]] = {
    "spoke": {
        "face_to_face": (
            "Met at the café by the college. {name} enjoys the course and has made two friends. We did the budget.",
            "Visited at home. The flat was tidy and warm. {name} showed me the new bike and asked about driving.",
            "Went with {name} to register with a dentist. Waited long, but it is done. We had lunch after.",
            "{name} said: “I want my own place by the summer.” We looked at what must happen first and wrote it down.",
            "Walked by the canal. {name} finds mornings hard and sleeps badly. Agreed to see the GP; I will come too.",
            "{name} cooked for both of us: pasta with vegetables, number five of the seven meals. Very good it was.",
        ),
        "phone": (
            "Rang to see how the week went. {name} sounded cheerful. The boiler has been mended. Next visit agreed.",
            "{name} was worried about a letter from the benefits office. We rang together: payment comes on Friday.",
            "Talked about seeing family at the weekend. {name} would like help with the fare. I said I would ask.",
            "Good news: {name} passed the first unit. We will ring the Virtual School together to tell them.",
        ),
        "text": (
            "Messages back and forth: {name} has an interview on Tuesday and would like a lift. Agreed.",
            "{name} sent a picture of the new curtains. All is well. Visit on Thursday at four.",
            "Asked how the first shift went: “tired but good”. Will ring at the weekend.",
        ),
        "video": ("Spoke by video from the university library. Essays are going well; missing home cooking.",),
        "letter": ("{name} wrote back with thanks for the birthday card and asked when the next forum is.",),
    },
    "no_reply": {
        "face_to_face": ("Called at the door as agreed. Nobody in. Left a card.",),
        "phone": ("Rang twice, no answer. Left a friendly message with my number.",),
        "text": ("Sent a text asking how things are. No reply yet; will try an evening call.",),
        "video": ("Waited ten minutes on the video call. Will ring instead.",),
        "letter": ("Wrote to say hello and to suggest two times to meet. Nothing back yet.",),
    },
    "about": {
        "face_to_face": ("Met the tutor at the college: attendance is good, one missed day explained.",),
        "phone": (
            "Spoke with the landlord about the repair. They will come on Thursday.",
            "The GP's surgery confirmed the registration.",
        ),
        "text": ("The keyworker wrote that the move-in went well and the keys are with {name}.",),
        "video": ("Joined the network meeting by video: everybody agrees that the course is the right one.",),
        "letter": ("The college sent the term's report: good attendance, and a kind word about effort.",),
    },
}
FOLLOW_UPS = (
    "Ask about the train fare",
    "Send the form for the driving licence",
    "Ring the landlord about the repair",
    "Go to the GP together",
    "Check that the payment came",
    "Send the dates of the cooking course",
)
WARNINGS = (
    ("visits", "Visit in pairs: a neighbour has been threatening."),
    ("address", "Do not give this address to anybody, family included."),
    ("others", "An older man has been waiting outside: ring the police if he is there."),
    ("visits", "The dog must be shut away before you go in: ask first."),
)
EMPLOYERS = ("a garden centre", "a care home", "the bakery", "a warehouse", "a hairdresser", "the council's parks team")
COURSES = ("Level 1 construction", "Level 2 health and social care", "Level 3 art and design", "ESOL", "GCSE English")
DEGREES = ("BA Social Work", "BSc Nursing", "BA Film", "BEng Mechanical Engineering")
APPRENTICESHIPS = ("plumbing", "early years", "gas fitting", "business administration", "motor vehicle")
PROVIDERS = ("Harbour House", "Bridge Homes", "Stepping Stone Lodgings", "Wendmere Homes")
PRISONS = ("HMP Northfell", "HMYOI Saltby")
NEEDS = ("N1", "N1", "N1", "N1", "N2", "N3", "N4", "N5", "N5", "N6", "N8")
PLACES = ["At home", "The library", "Priory Street office", "The hub", "College reception", ""]
PURPOSES = ["Look at the tenancy together", "How the course is going", "The provisional licence", "A catch-up", ""]
COMMENTS = [
    ("thanks", ""),
    ("thanks", "You found the right words here."),
    ("comment", "Good that you stayed. Talk with me about the rent before the next visit."),
    ("comment", "Please say next time who else was there."),
]
# The matters are those of a pathway plan.
TOPICS = [
    ("Home", "Is it warm, safe and paid for?", "accommodation"),
    ("Money", "Is there enough until the end of the month?", "money"),
    ("Health", "How do you sleep, and whom do you see when you are ill?", "health"),
    ("Work and college", "What went well this week?", "education"),
    ("Family and friends", "Who is there for you?", "family"),
]
